import { readFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'

const packageFolder = new URL('../', import.meta.url)
const schemaFile = new URL('schema.graphql', packageFolder)

const core = (type: string): string => `@pawl/core/plugin#${type}`
const node = (type: string): string => `../nodes.ts#${type}`

/** What a resolver is given for an object of these types; of all others it is given the object itself. */
const mappers = {
  Instance: node('InstanceNode'),
  Job: node('JobNode'),
  Location: core('LocationState'),
  Run: core('Run as RunRecord'),
  RunEvent: core('StoredEvent'),
  RunLogsMessage: node('RunLogsNode'),
  RunGroup: node('RunGroupNode'),
  Runs: node('RunsNode'),
}

/** Enums whose values have another spelling inside. */
const enumValues = {
  EdgeKind: node('EdgeKind'),
  LocationStatus: node('LocationStatus'),
  LogLevel: core('LogLevel'),
  LogStream: core('LogStream'),
  MetadataKind: core('MetadataKind'),
}

const config = {
  scalars: {
    ID: 'string',
    BigInt: 'number',
    JSON: core('JsonValue'),
  },
  strictScalars: true,
  enumsAsTypes: true,
  enumValues,
  immutableTypes: true,
  useTypeImports: true,
  maybeValue: 'T | null',
  inputMaybeValue: 'T | null | undefined',
  avoidOptionals: { field: true, object: true, inputValue: false, defaultValue: false },
  mappers,
  contextType: '../context.ts#GraphqlContext',
  resolversNonOptionalTypename: { unionMember: true },
  defaultMapper: undefined,
}

const banner = '// Made from schema.graphql by `pnpm generate`. Change that file, then run it.\n'

/** The plugin gives enum types of our own back with a plain `export`, which is no type export. */
const asTypes = (code: string): string => code.replaceAll(/^export \{/gm, 'export type {')

/** The modules made from schema.graphql, by their URL: its text, for the server to build, and the types of its resolvers. */
export async function generatedFiles(): Promise<ReadonlyMap<URL, string>> {
  const sdl = await readFile(schemaFile, 'utf8')
  const types = await codegen({
    filename: 'schema-types.ts',
    documents: [],
    schema: parse(sdl),
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  })
  return new Map([
    [new URL('src/generated/schema-types.ts', packageFolder), `${banner}${asTypes(types)}`],
    [
      new URL('src/generated/type-defs.ts', packageFolder),
      `${banner}export const typeDefs: string = ${JSON.stringify(sdl.split('\n'), null, 1)}.join('\\n')\n`,
    ],
  ])
}
