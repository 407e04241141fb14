import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Assignment, addAssignment } from './launch-options.ts'
import { readConfig } from './read-config.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const set = (...given: readonly string[]): readonly Assignment[] =>
  given.reduce<readonly Assignment[]>((before, one) => addAssignment(one, before), [])

function file(text: string): string {
  const path = join(folder, `${Math.random()}.yaml`)
  writeFileSync(path, text)
  return path
}

test('values are YAML, and are laid over the file in order', async () => {
  const base = file('ops:\n  a: { config: { x: 1, keep: [1, 2] } }\n')
  const given = set(
    'ops.a.config.x=[p, "q"]',
    'ops.a.config.keep.1=true',
    'ops.a.config.keep.2=three',
    'ops.b.config.y=',
    'ops.a.config.z=0x10',
  )
  expect(await readConfig(base, given)).toEqual({
    ops: { a: { config: { x: ['p', 'q'], keep: [1, true, 'three'], z: 16 } }, b: { config: { y: null } } },
  })
})

test('without a file a config is made of what is set, and is empty without that', async () => {
  expect(await readConfig(undefined, [])).toEqual({})
  expect(await readConfig(file('# nothing\n'), [])).toEqual({})
  expect(await readConfig(undefined, set('resources.db.config.url={ env: DB }'))).toEqual({
    resources: { db: { config: { url: { env: 'DB' } } } },
  })
})

test('a key that is a name of objects is a key like others', async () => {
  const config = await readConfig(undefined, set('__proto__.polluted=1'))
  expect(Object.keys(config)).toEqual(['__proto__'])
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test.each([
  ['a: [1', 'cannot be read: Flow sequence'],
  ['- a\n', 'must be an object'],
  ['a: 1\na: 2\n', 'Map keys must be unique'],
])('%j is refused in the words of YAML', async (text, message) => {
  await expect(readConfig(file(text), [])).rejects.toThrow(message)
})

test('an index beyond a list, and a value that is no YAML, are refused', async () => {
  await expect(readConfig(file('a: [1]'), set('a.2=1'))).rejects.toThrow('--set names "2" in a list of 1')
  await expect(readConfig(undefined, set('a=[1'))).rejects.toThrow('The value of --set a cannot be read')
})
