import { expect, test } from 'vitest'
import { addAssignment, addTag } from './launch-options.ts'

test('--set is a path of keys and a value; a backslash keeps a dot within a key', () => {
  const one = addAssignment('ops.a.config.x=1')
  expect(addAssignment('a\\.b.c=d=e', one)).toEqual([
    { path: ['ops', 'a', 'config', 'x'], text: '1' },
    { path: ['a.b', 'c'], text: 'd=e' },
  ])
})

test.each(['ops', '=1', 'a..b=1', '.a=1'])('--set %s is refused', (given) => {
  expect(() => addAssignment(given)).toThrow('Write it as path=value')
})

test('--tag is a key and a value, each key once', () => {
  expect(addTag('b=', addTag('a=x=y'))).toEqual({ a: 'x=y', b: '' })
  expect(() => addTag('a')).toThrow('Write it as key=value')
  expect(() => addTag('a=2', { a: '1' })).toThrow('The tag "a" is given twice.')
})
