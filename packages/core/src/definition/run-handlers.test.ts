import { expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { describeHandlers } from '../plan/describe-handlers.ts'
import { definitions } from './definitions.ts'
import { job } from './job.ts'
import { op } from './op.ts'

const one = op({ name: 'one', run: () => 1 })
const handler = (): void => undefined
const withHandlers = (handlers: object): string =>
  refusal(() => job('report', { ...handlers, run: () => one() } as { run: () => ReturnType<typeof one> }))

test('handlers of a project and of a job are part of their data', () => {
  const report = job('report', { onRunFailure: { run: handler, evenIfRetried: true }, onRunSuccess: handler, run: () => one() })
  const all = definitions({ jobs: [report], onRunFailure: handler })
  expect(all.onRunFailure).toEqual({ run: handler, evenIfRetried: false })
  expect(all).not.toHaveProperty('onRunSuccess')
  expect(Object.isFrozen(all.onRunFailure)).toBe(true)
  expect(describeHandlers(all, all.jobs[0] ?? {})).toEqual([
    { place: 'definitions', on: 'failure', evenIfRetried: false },
    { place: 'job', on: 'failure', evenIfRetried: true },
    { place: 'job', on: 'success', evenIfRetried: false },
  ])
})

test('what is no handler is refused by its name', () => {
  expect(withHandlers({ onRunFailure: 'mail' })).toMatch(/"onRunFailure" of job "report".*Give a function/)
  expect(withHandlers({ onRunSuccess: { run: handler } })).toMatch(/"onRunSuccess" of job "report".*Give a function/)
  expect(withHandlers({ onRunFailure: { evenIfRetried: true } })).toMatch(/"run" of "onRunFailure" of job "report"/)
  expect(withHandlers({ onRunFailure: { run: handler, evenIfRetried: 1 } })).toMatch(/"evenIfRetried" .* must be true or false/)
  expect(withHandlers({ onRunFailure: { run: handler, evenRetried: true } })).toMatch(/Did you mean "evenIfRetried"/)
  expect(withHandlers({ onRunFail: handler })).toMatch(/Did you mean "onRunFailure"/)
})
