import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { buildASTSchema, type GraphQLSchema, isAbstractType, isObjectType, parse } from 'graphql'

// Run by `build` and `dev`, never checked in: types that follow from the schema cannot go stale. The codegen CLI is left
// out because only its file loading would be used, and that is these few lines.

const root = `${import.meta.dirname}/..`
const target = `${root}/src/generated/`
const schemaAst = parse(readFileSync(`${root}/../../packages/graphql/schema.graphql`, 'utf8'))
const schema = buildASTSchema(schemaAst)
const documents = globSync('src/**/*.graphql', { cwd: root })
  .sort()
  .map((location) => {
    const rawSDL = readFileSync(`${root}/${location}`, 'utf8')
    return { location, rawSDL, document: parse(rawSDL) }
  })

const sections = await preset.buildGeneratesSection({
  baseOutputDir: target,
  schema: schemaAst,
  schemaAst: schema,
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
  // The client brings this type along, so that nothing else has to.
  const code = (await codegen(section)).replace("'@graphql-typed-document-node/core'", "'@urql/core'")
  writeFileSync(section.filename, code)
}
writeFileSync(`${target}schema-types.ts`, schemaTypes(schema))

/** What the cache has to know of the schema: which types a fragment matches, and which have no identity of their own. */
function schemaTypes(of: GraphQLSchema): string {
  const types = Object.values(of.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
  const possible = types.filter(isAbstractType).map((type) => [type.name, of.getPossibleTypes(type).map(({ name }) => name)])
  const roots = [of.getQueryType(), of.getMutationType(), of.getSubscriptionType()]
  const embedded = types.filter((type) => isObjectType(type) && !roots.includes(type) && !('id' in type.getFields()))
  return `export const POSSIBLE_TYPES: Record<string, string[]> = ${JSON.stringify(Object.fromEntries(possible))}
export const TYPES_WITHOUT_ID: readonly string[] = ${JSON.stringify(embedded.map(({ name }) => name))}
`
}
