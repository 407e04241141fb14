import { expect, test } from 'vitest'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent, StoredEvent } from '../event/run-event.ts'
import { foldRun, runChanges } from './fold-run.ts'

const RUN = '01900000-0000-7000-8000-000000000001'

const enqueued = newEvent('RUN_ENQUEUED', { at: 1, payload: {} })
const starting = newEvent('RUN_STARTING', { at: 2, payload: { supervisorId: 's1', epoch: 1 } })
const startedAgain = newEvent('RUN_STARTING', { at: 3, payload: { supervisorId: 's2', epoch: 2 } })
const started = newEvent('RUN_START', { at: 4, payload: { generation: 'g', planHash: 'p', stepCount: 2, workerPid: 7 } })
const stepStarted = newEvent('STEP_START', { at: 5, stepKey: 'a', attempt: 1, payload: { planOrder: 0 } })
const canceling = newEvent('RUN_CANCELING', { at: 6, payload: { cause: 'max_runtime' } })
const failed = newEvent('RUN_FAILURE', { at: 7, payload: { reason: 'MAX_RUNTIME_EXCEEDED', message: 'too long' } })

test('a log tells where its run stands, who has it, and when it got there', () => {
  const log = [enqueued, starting, startedAgain, started, stepStarted, canceling]
  expect(foldRun(RUN, log)).toMatchObject({
    status: 'CANCELING',
    owner: 's2',
    generation: 'g',
    planHash: 'p',
    cancelCause: 'max_runtime',
    failureReason: null,
    startingAt: 3,
    startedAt: 4,
    endedAt: null,
  })
  const ended = foldRun(RUN, [...log, failed])
  expect(ended).toMatchObject({ status: 'FAILURE', failureReason: 'MAX_RUNTIME_EXCEEDED', endedAt: 7 })
  expect([...ended.steps.keys()]).toEqual(['a'])
})

test.each<[string, RunEvent]>([
  ['SUCCESS', newEvent('RUN_SUCCESS', { at: 9, payload: {} })],
  ['CANCELED', newEvent('RUN_CANCELED', { at: 9, payload: { message: 'by hand' } })],
])('a run can end in %s', (status, end) => {
  expect(foldRun(RUN, [enqueued, starting, started, end])).toMatchObject({ status, endedAt: 9, failureReason: null })
})

test('a run whose cancel came before its start stays CANCELING', () => {
  expect(foldRun(RUN, [enqueued, starting, canceling, started])).toMatchObject({ status: 'CANCELING', startedAt: 4 })
  expect(runChanges([canceling, started])).toMatchObject({ status: 'CANCELING', startedAt: 4 })
})

test('a run without events is one that has only just been queued', () => {
  expect(foldRun(RUN, [])).toMatchObject({ status: 'QUEUED', owner: null, outputs: [] })
})

test('the changes of a batch are laid over each other; a batch that changes nothing has none', () => {
  expect(runChanges([starting, stepStarted, started])).toEqual({
    status: 'STARTED',
    owner: 's1',
    startingAt: 2,
    startedAt: 4,
    generation: 'g',
    planHash: 'p',
  })
  expect(runChanges([stepStarted])).toBeUndefined()
})

test('events of a newer Pawl change nothing', () => {
  const place = { runId: RUN, seq: 2, v: 9, at: 9, unknown: true, payload: {} } as const
  const future: readonly StoredEvent[] = [
    { ...place, type: 'RUN_SUCCESS' },
    { ...place, type: 'STEP_RESTARTED', stepKey: 'a' },
  ]
  expect(foldRun(RUN, [enqueued, stepStarted, ...future])).toEqual(foldRun(RUN, [enqueued, stepStarted]))
})
