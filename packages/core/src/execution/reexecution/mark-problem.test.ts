import { expect, test } from 'vitest'
import { smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'
import { markProblem } from './mark-problem.ts'

const plan = smallPlan({
  a: {},
  split: { outs: { result: '*' } },
  m: { over: 'split', ins: { x: 'split#' } },
  skipped: {},
  never: {},
  interrupted: {},
})
const facts = smallFacts({
  a: {},
  split: { status: 'FAILURE' },
  'm[k]': { status: 'FAILURE' },
  skipped: { status: 'SKIPPED' },
  interrupted: { status: 'STARTED' },
})

test.each([
  ['m[k]', undefined],
  ['interrupted', undefined],
  ['b', 'The job has no step "b".'],
  ['a', '"a" has succeeded in run parent: there is nothing to mark.'],
  ['m', '"m" is mapped: name the copy that is to be marked, such as "m[key]".'],
  ['a[k]', '"a" is not mapped: it has no copy "a[k]".'],
  ['split', '"split" has the dynamic output "result", for which no value can be given: its items decide what runs below it.'],
  ['never', '"never" did not run in run parent; only a step that failed or was interrupted can be marked as done.'],
  ['skipped', '"skipped" did not run in run parent; only a step that failed or was interrupted can be marked as done.'],
  ['m[l]', '"m[l]" did not run in run parent; only a step that failed or was interrupted can be marked as done.'],
])('%s', (key, problem) => {
  expect(markProblem(plan, facts, key)).toBe(problem)
})
