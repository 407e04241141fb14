import { expect, test } from 'vitest'
import { type YamlCursor, yamlCursor } from './yaml-cursor.ts'

/** The cursor stands at the bar. */
function at(text: string): YamlCursor | undefined {
  const offset = text.indexOf('|')
  return yamlCursor(text.slice(0, offset) + text.slice(offset + 1), offset)
}

test.each<[string, YamlCursor['place'], readonly (string | number)[], string]>([
  ['|', 'key', [], ''],
  ['op|', 'key', [], 'op'],
  ['ops:\n  |', 'key', ['ops'], ''],
  ['ops:\n  fetch:\n    config:\n      li|', 'key', ['ops', 'fetch', 'config'], 'li'],
  ['ops:\n  fetch:\n    config:\n      limit: 5\n  cl|', 'key', ['ops'], 'cl'],
  ['ops:\n  fetch:\n    config:\n      limit: |', 'value', ['ops', 'fetch', 'config', 'limit'], ''],
  ['ops:\n  fetch:\n    config:\n      mode: fa|', 'value', ['ops', 'fetch', 'config', 'mode'], 'fa'],
  ['ops:\n  # a comment\n\n  "odd name":\n    c|', 'key', ['ops', 'odd name'], 'c'],
  ['list:\n  - a: 1\n  - b|', 'key', ['list', 1], 'b'],
  ['list:\n  - a: 1\n    b: 2\n  - a: 3\n    c|', 'key', ['list', 1], 'c'],
  ['list:\n- a: 1\n- |', 'key', ['list', 1], ''],
  ['ops:\n  f: { config: { li|', 'key', ['ops', 'f', 'config'], 'li'],
  ['ops:\n  f: { config: { limit: 5, mode: f|', 'value', ['ops', 'f', 'config', 'mode'], 'f'],
  ['ops: { names: [a, b|', 'value', ['ops', 'names', 1], 'b'],
])('in %j it stands at a %s of %j, with %j typed', (text, place, path, typed) => {
  const cursor = at(text)
  expect(cursor).toMatchObject({ place, path, typed })
  expect(cursor?.from).toBe(text.indexOf('|') - typed.length)
})

test('it knows the keys that are there already, before and after it', () => {
  expect(at('a:\n  x: 1\n  y:\n    deep: 1\n  |\n  z: 2\nb: 1')?.siblings).toEqual(['y', 'x', 'z'])
  expect(at('ops: { a: 1, |')?.siblings).toEqual(['a'])
  expect(at('list:\n  - a: 1\n    |')?.siblings).toEqual(['a'])
  expect(at('list:\n  - a: 1\n  - |')?.siblings).toEqual([])
})

test('nothing is completed in a comment', () => {
  expect(at('ops: # here|')).toBeUndefined()
})
