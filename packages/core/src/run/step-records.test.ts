import { expect, test } from 'vitest'
import type { StoredOutput } from '../definition/io-manager.ts'
import { newEvent } from '../event/new-event.ts'
import type { EventPayloads, RunEvent, RunEventType } from '../event/run-event.ts'
import type { StepRecord } from './step-record.ts'
import { recordChanges } from './step-records.ts'

const RUN = '01900000-0000-7000-8000-000000000001'
const OTHER_RUN = '01900000-0000-7000-8000-000000000002'
const error = { name: 'Error', message: 'no' }

const stored = (location: string): StoredOutput => ({
  location,
  ioManager: 'fs',
  hostId: 'h',
  originRunId: RUN,
  originAttempt: 1,
})

const step = <Type extends RunEventType>(type: Type, at: number, payload: EventPayloads[Type], attempt = 1): RunEvent =>
  newEvent(type, { at, payload, stepKey: 'split', attempt })

const fresh = (): undefined => undefined

const start = step('STEP_START', 10, { planOrder: 4, codeVersion: 'v1', configHash: 'c1' })
const started: StepRecord = {
  stepKey: 'split',
  status: 'STARTED',
  attempts: 1,
  startedAt: 10,
  endedAt: null,
  retryAt: null,
  codeVersion: 'v1',
  configHash: 'c1',
  planOrder: 4,
}

test('a start records the place and the versions of the step', () => {
  expect(recordChanges(RUN, [start], fresh)).toEqual({ steps: [started], outputs: [], restarted: [] })
})

test('an end keeps what the start recorded, in the same batch or an earlier one', () => {
  const success = step('STEP_SUCCESS', 30, { startedAt: 10 })
  const ended = { ...started, status: 'SUCCESS', endedAt: 30 }
  expect(recordChanges(RUN, [start, success], fresh).steps).toEqual([ended])
  expect(recordChanges(RUN, [success], () => started).steps).toEqual([ended])
})

test('a step is tried again: its record goes from waiting to started, and counts its attempts', () => {
  const failed = step('STEP_UP_FOR_RETRY', 20, { startedAt: 10, error, reason: 'r', retryAt: 50, delaySeconds: 0.03 })
  const [waiting] = recordChanges(RUN, [failed], () => started).steps
  expect(waiting).toEqual({ ...started, status: 'UP_FOR_RETRY', endedAt: 20, retryAt: 50 })
  const restart = step('STEP_RESTARTED', 50, { planOrder: 4, codeVersion: 'v2' }, 2)
  expect(recordChanges(RUN, [restart], () => waiting)).toEqual({
    steps: [{ ...started, attempts: 2, startedAt: 50, codeVersion: 'v2', configHash: null }],
    outputs: [],
    restarted: ['split'],
  })
})

test('what came without an attempt has none', () => {
  const outputs = [{ output: 'result', stored: stored('x'), assetKey: 'sales' }]
  const reused = step('STEP_REUSED', 5, { planOrder: 4, originRunId: OTHER_RUN, reason: 'r', outputs, codeVersion: 'v1' })
  const record = { ...started, attempts: 0, startedAt: null, endedAt: 5, configHash: null, codeVersion: null }
  expect(recordChanges(RUN, [reused], fresh)).toEqual({
    steps: [{ ...record, status: 'REUSED', codeVersion: 'v1' }],
    outputs: [
      {
        stepKey: 'split',
        output: 'result',
        mappingKey: null,
        originRunId: OTHER_RUN,
        assetKey: 'sales',
        partitionKey: null,
        stored: stored('x'),
      },
    ],
    restarted: [],
  })
  const skipped = step('STEP_SKIPPED', 5, { planOrder: 4, reason: 'r' })
  expect(recordChanges(RUN, [skipped], fresh).steps).toEqual([{ ...record, status: 'SKIPPED' }])
  const done = step('STEP_MARKED_DONE', 5, { planOrder: 4, outputs })
  expect(recordChanges(RUN, [done], fresh)).toMatchObject({ steps: [{ status: 'MARKED_DONE' }], outputs: [{ originRunId: RUN }] })
})

test('a new attempt forgets what the one before had handled, within a batch too', () => {
  const handled = (mappingKey: string, attempt: number): RunEvent =>
    step('HANDLED_OUTPUT', 15, { output: 'items', mappingKey, stored: stored(mappingKey) }, attempt)
  const restart = step('STEP_RESTARTED', 50, { planOrder: 4 }, 2)
  const changes = recordChanges(RUN, [start, handled('a', 1), handled('b', 1), restart, handled('b', 2)], fresh)
  expect(changes.outputs.map(({ mappingKey }) => mappingKey)).toEqual(['b'])
  expect(changes.restarted).toEqual(['split'])
})

test('the newest of one output counts', () => {
  const handled = (location: string): RunEvent => step('HANDLED_OUTPUT', 15, { output: 'result', stored: stored(location) })
  expect(recordChanges(RUN, [handled('old'), handled('new')], fresh).outputs).toMatchObject([{ stored: { location: 'new' } }])
})

test('events that say nothing of a step change nothing, and nobody is asked about it', () => {
  const events = [
    newEvent('RUN_START', { at: 1, payload: { generation: 'g', planHash: 'p', stepCount: 1, workerPid: 1 } }),
    step('LOG', 1, { level: 'info', message: 'hello' }),
    step('STEP_INPUT', 1, { input: 'rows' }),
    start,
  ]
  const before = (): never => expect.fail('asked for a record that is not needed')
  expect(recordChanges(RUN, events, before).steps).toEqual([started])
})
