import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { buildASTSchema, parse } from 'graphql'

// Run by `build` and `dev`, never checked in: types that follow from the schema cannot go stale. The codegen CLI is left
// out because only its file loading would be used, and that is these few lines.

const root = `${import.meta.dirname}/..`
const target = `${root}/src/generated/`
const schema = parse(readFileSync(`${root}/../../packages/graphql/schema.graphql`, 'utf8'))
const documents = globSync('src/**/*.graphql', { cwd: root })
  .sort()
  .map((location) => {
    const rawSDL = readFileSync(`${root}/${location}`, 'utf8')
    return { location, rawSDL, document: parse(rawSDL) }
  })

const sections = await preset.buildGeneratesSection({
  baseOutputDir: target,
  schema,
  schemaAst: buildASTSchema(schema),
  documents,
  config: {
    scalars: { BigInt: 'number', JSON: 'unknown' },
    strictScalars: true,
    useTypeImports: true,
    enumsAsTypes: true,
    immutableTypes: true,
    avoidOptionals: false,
  },
  presetConfig: { fragmentMasking: false },
  plugins: [],
  pluginMap: {},
  pluginContext: {},
})

mkdirSync(target, { recursive: true })
for (const section of sections) {
  if (!section.filename.endsWith('/graphql.ts')) continue
  const code = await codegen(section)
  writeFileSync(section.filename, code)
}
