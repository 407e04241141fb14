import { readFile } from 'node:fs/promises'
import { buildSchema, isObjectType, lexicographicSortSchema, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { generatedFiles } from '../scripts/generated-files.ts'
import { pawlSchema } from '../src/schema.ts'
import { READING_FIELDS } from '../src/server/query-cost.ts'

const printed = (schema: ReturnType<typeof buildSchema>): string => printSchema(lexicographicSortSchema(schema))

test('the server has the schema that is checked in, no more and no less', async () => {
  const sdl = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8')
  expect(printed(pawlSchema())).toBe(printed(buildSchema(sdl)))
})

test('what is made from the schema is up to date', async () => {
  for (const [url, text] of await generatedFiles()) expect(await readFile(url, 'utf8')).toBe(text)
})

test('the fields that are priced as reads are fields of the schema', () => {
  const types = pawlSchema().getTypeMap()
  for (const [typeName = '', fieldName = ''] of [...READING_FIELDS].map((field) => field.split('.'))) {
    const type = types[typeName]
    expect(isObjectType(type) && Object.keys(type.getFields()), typeName).toContain(fieldName)
  }
})

test('every member of a union says in its message what is wrong, or is what was asked for', () => {
  const schema = pawlSchema()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.name.endsWith('Error') || type.name === 'OpError' || type.name === 'RunConfigError') continue
    expect(type.getInterfaces().map(({ name }) => name)).toEqual(['Error'])
  }
})
