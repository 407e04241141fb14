import { expect, test } from 'vitest'
import { smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'
import type { Strategy } from '../../run/run.ts'
import { reexecutionScope } from './reexecution-scope.ts'

const plan = smallPlan({
  split: { outs: { result: '*' } },
  m: { over: 'split', ins: { x: 'split#' } },
  sum: { ins: { xs: 'm*' } },
})
const facts = smallFacts({ split: { outs: { result: ['k', 'l'] } } })

const scopeOf = (strategy: Strategy, opSelection: string | null, withDownstream?: boolean) => {
  const { keys, force } = reexecutionScope({
    plan,
    facts,
    strategy,
    opSelection,
    ...(withDownstream === undefined ? {} : { withDownstream }),
  })
  return [keys === undefined ? 'all' : [...keys].toSorted(), force]
}

test('without a selection the strategy decides alone, or asks for one', () => {
  expect(scopeOf('ALL_STEPS', null)).toEqual(['all', 'all'])
  expect(scopeOf('FROM_FAILURE', null)).toEqual(['all', null])
  for (const strategy of ['SELECTED', 'FROM_SELECTED'] as const)
    expect(() => scopeOf(strategy, null)).toThrow(expect.objectContaining({ code: 'SELECTION_REQUIRED' }))
})

test('a selection takes in what follows where the strategy says so, or where it did in the run before', () => {
  expect(scopeOf('SELECTED', 'm[k]')).toEqual([['m[k]'], 'selected'])
  expect(scopeOf('FROM_SELECTED', 'm[k]')).toEqual([['m[k]', 'sum'], 'selected'])
  expect(scopeOf('FROM_FAILURE', 'm[k]', true)).toEqual([['m[k]', 'sum'], null])
  expect(scopeOf('ALL_STEPS', 'split', true)).toEqual([['m[?]', 'm[k]', 'm[l]', 'split', 'sum'], 'selected'])
})
