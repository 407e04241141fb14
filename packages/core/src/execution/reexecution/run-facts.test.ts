import { expect, test } from 'vitest'
import { smallPlan } from '../../../test/small-plan.ts'
import type { StoredOutput } from '../../definition/io-manager.ts'
import { newEvent } from '../../event/new-event.ts'
import type { EventPayloads, RunEvent, RunEventType } from '../../event/run-event.ts'
import { planReexecution } from './plan-reexecution.ts'
import { markedDoneEvent, reusedEvents } from './reexecution-events.ts'
import { foldRunFacts, inheritedFacts, outputsOfFacts, RUN_FACTS_EVENTS, type RunFacts } from './run-facts.ts'

const stored = (location: string): StoredOutput => ({
  location,
  ioManager: 'default',
  hostId: 'host',
  originRunId: 'first',
  originAttempt: 1,
  sizeBytes: 3,
})

const event = <Type extends RunEventType>(type: Type, payload: EventPayloads[Type], stepKey?: string, attempt = 1): RunEvent =>
  newEvent(type, { at: 50, payload, ...(stepKey === undefined ? {} : { stepKey, attempt }) })

const handled = (stepKey: string, output: string, mappingKey?: string): RunEvent =>
  event(
    'HANDLED_OUTPUT',
    {
      output,
      ...(mappingKey === undefined ? {} : { mappingKey }),
      stored: stored(`${stepKey}/${output}/${mappingKey ?? ''}`),
      assetKey: 'asset',
    },
    stepKey,
  )

const start = { planOrder: 0, codeVersion: 'v1', configHash: 'h' }
const error = { name: 'Error', message: 'no' }

const log: readonly RunEvent[] = [
  event('RUN_START', { generation: 'g', planHash: 'p', stepCount: 2, workerPid: 1, leftOut: ['out'] }),
  event('STEP_START', start, 'a'),
  handled('a', 'x', 'k0'),
  event('STEP_UP_FOR_RETRY', { startedAt: 1, error, reason: 'r', retryAt: 2, delaySeconds: 1 }, 'a'),
  event('STEP_RESTARTED', start, 'a', 2),
  handled('a', 'x', 'z'),
  handled('a', 'x', 'b'),
  handled('a', 'y'),
  event('STEP_SUCCESS', { startedAt: 10, items: { x: 2, none: 0 } }, 'a', 2),
  event('STEP_START', { planOrder: 1 }, 'b'),
  event(
    'OUTPUT_LOST',
    { upstreamStepKey: 'a', output: 'x', mappingKey: 'z', originRunId: 'first', location: 'a/x/z', message: 'gone' },
    'b',
  ),
  event(
    'OUTPUT_LOST',
    { upstreamStepKey: 'a', output: 'y', originRunId: 'other', location: 'of another run', message: 'gone' },
    'b',
  ),
  event('STEP_FAILURE', { startedAt: 1, error, reason: 'r', permanent: false }, 'b'),
  event('STEP_START', { planOrder: 1 }, 'c'),
  event('STEP_SKIPPED', { planOrder: 2, reason: 'r' }, 'd'),
]

test('a log tells where each step stood, and the last attempt’s outputs in the order in which they were made', () => {
  const facts = foldRunFacts('first', log, null)
  expect(facts).toMatchObject({ runId: 'first', leftOut: ['out'], plan: null })
  const statuses = facts.steps.map(({ stepKey, status, succeededAt }) => [stepKey, status, succeededAt])
  expect(statuses).toEqual([
    ['a', 'SUCCESS', 50],
    ['b', 'FAILURE', null],
    ['c', 'STARTED', null],
    ['d', 'SKIPPED', null],
  ])
  expect(facts.steps[0]).toEqual({
    stepKey: 'a',
    status: 'SUCCESS',
    codeVersion: 'v1',
    configHash: 'h',
    originRunId: 'first',
    succeededAt: 50,
    outputs: [
      { output: 'x', mappingKey: 'z', stored: stored('a/x/z'), assetKey: 'asset' },
      { output: 'x', mappingKey: 'b', stored: stored('a/x/b'), assetKey: 'asset' },
      { output: 'y', stored: stored('a/y/'), assetKey: 'asset' },
    ],
    empty: ['none'],
    // Another run's output of the same name, at another place, says nothing of this one.
    lost: [{ output: 'x', mappingKey: 'z' }],
  })
})

test('its few types of events are all that is read', () => {
  const noise = [
    event('STEP_INPUT', { input: 'x' }, 'a'),
    event('LOG', { level: 'info', message: 'm' }, 'a'),
    { type: 'STEP_BENT', unknown: true, v: 9, at: 1, runId: 'first', seq: 9, stepKey: 'a', payload: {} } as const,
  ]
  const filtered = [...log, ...noise].filter(({ type }) => (RUN_FACTS_EVENTS as readonly string[]).includes(type))
  expect(filtered).toEqual(log)
  expect(foldRunFacts('first', [...noise, ...log], null)).toEqual(foldRunFacts('first', log, null))
})

test('what an execution takes of them: values, items in order, and no items', () => {
  const [a] = foldRunFacts('first', log, null).steps
  const outputs = a === undefined ? new Map() : outputsOfFacts(a)
  expect([...outputs.get('x').items.keys()]).toEqual(['z', 'b'])
  expect(outputs.get('y')).toEqual({ kind: 'one', stored: stored('a/y/') })
  expect(outputs.get('none')).toEqual({ kind: 'items', items: new Map() })
})

/** What a run knows that reuses all it can of another one. */
function afterReuse(facts: RunFacts, runId: string): RunFacts {
  const plan = smallPlan({ a: { outs: { x: '*', y: '', none: '?*' }, codeVersion: 'v1' } })
  const reexecution = planReexecution({
    plan,
    facts,
    scope: { keys: undefined, force: null },
    configHash: () => 'h',
    reach: { hostId: 'host', scopes: { default: 'shared' } },
    presence: new Map(),
  })
  const events: readonly RunEvent[] = JSON.parse(JSON.stringify(reusedEvents(reexecution, 70)))
  return foldRunFacts(runId, events, plan)
}

test('a reused step is known as well from the log of the run that reused it, any number of times', () => {
  const first = foldRunFacts('first', log, null)
  const third = afterReuse(afterReuse(first, 'second'), 'third')
  expect(third.steps).toEqual([{ ...first.steps[0], status: 'REUSED' }])
})

test('a step that was marked as done has succeeded then and there', () => {
  const plan = smallPlan({ a: { codeVersion: 'v1' } })
  const [step] = plan.steps
  if (step === undefined) throw new Error('There is no step.')
  const outputs = [{ output: 'result', stored: stored('given') }]
  const marked = markedDoneEvent({ stepKey: 'a', step, configHash: 'h', outputs }, 90)
  expect(foldRunFacts('second', [marked], plan).steps).toMatchObject([
    {
      status: 'MARKED_DONE',
      originRunId: 'second',
      succeededAt: 90,
      codeVersion: 'v1',
      configHash: 'h',
      outputs,
      empty: [],
      lost: [],
    },
  ])
})

test('a run that never came to its plan hands on what it was to take over', () => {
  const facts = foldRunFacts('first', log, null)
  expect(inheritedFacts(facts, undefined)).toBe(facts)
  expect(inheritedFacts(facts, 'all')).toEqual({ ...facts, steps: [] })
  expect(inheritedFacts(facts, new Set(['b', 'c'])).steps.map(({ stepKey }) => stepKey)).toEqual(['a', 'd'])
})
