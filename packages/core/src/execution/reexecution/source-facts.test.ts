import { expect, test } from 'vitest'
import { smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'
import { withSourceFacts } from './source-facts.ts'

const plan = smallPlan({
  a: {},
  split: { outs: { result: '*' } },
  m: { over: 'split', ins: { x: 'split#' } },
  b: { ins: { x: 'a' } },
})
const source = smallFacts({
  a: { codeVersion: 'old', configHash: 'old' },
  split: {},
  'm[k]': {},
  b: {},
  gone: {},
  failed: { status: 'FAILURE' },
})
const question = { plan, selected: new Set(['b']), configHash: (key: string) => (key === 'a' ? 'now' : undefined) }

test('what another run made for steps that are not selected is taken as it is, of whatever code and config', () => {
  const { steps } = withSourceFacts(smallFacts({ b: { status: 'FAILURE' } }), source, question)
  expect(steps.map(({ stepKey, status, codeVersion, configHash }) => [stepKey, status, codeVersion, configHash])).toEqual([
    ['a', 'SUCCESS', null, 'now'],
    ['split', 'SUCCESS', null, null],
    ['m[k]', 'SUCCESS', null, null],
    ['b', 'FAILURE', null, null],
  ])
})

test('what the run has on record itself goes before it, for all copies of a step', () => {
  const own = smallFacts({ a: { status: 'FAILURE' }, 'm[l]': {} })
  const { steps } = withSourceFacts(own, source, question)
  expect(steps.map(({ stepKey, status }) => [stepKey, status])).toEqual([
    ['split', 'SUCCESS'],
    ['a', 'FAILURE'],
    ['m[l]', 'SUCCESS'],
  ])
})

test('without another run, or where every step is selected, the facts are the run’s own', () => {
  const own = smallFacts({ b: {} })
  expect(withSourceFacts(own, null, question)).toBe(own)
  expect(withSourceFacts(own, source, { ...question, selected: undefined })).toBe(own)
})
