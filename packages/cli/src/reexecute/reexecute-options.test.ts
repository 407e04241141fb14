import { expect, test } from 'vitest'
import { addMarkedDone, sinceOption, strategyOption } from './reexecute-options.ts'

test('a strategy is named in either spelling', () => {
  expect([strategyOption('from-failure'), strategyOption('ALL_STEPS'), strategyOption('Selected')]).toEqual([
    'FROM_FAILURE',
    'ALL_STEPS',
    'SELECTED',
  ])
  expect(() => strategyOption('half')).toThrow('from-failure, all-steps')
})

test('marked steps have their values as JSON, of an output where one is named', () => {
  const marked = ['a={"x": "1=2"}', 'graph.b[k]:total=3', 'c'].reduce<ReturnType<typeof addMarkedDone>>(
    (before, given) => addMarkedDone(given, before),
    [],
  )
  expect(marked).toEqual([
    { stepKey: 'a', output: 'result', value: { x: '1=2' } },
    { stepKey: 'graph.b[k]', output: 'total', value: 3 },
    { stepKey: 'c', output: null, value: null },
  ])
  expect(() => addMarkedDone('a=text')).toThrow('quotes')
  expect(() => addMarkedDone('=3')).toThrow('step=json')
})

test('since is an age or a date', () => {
  expect(sinceOption('1.5h', 10_000_000)).toBe(4_600_000)
  expect(sinceOption('1d', 86_400_001)).toBe(1)
  expect(sinceOption('2026-01-31T10:00:00Z')).toBe(Date.UTC(2026, 0, 31, 10))
  for (const wrong of ['yesterday', '1', '2026-13-45', '-1d']) expect(() => sinceOption(wrong)).toThrow('90m')
})
