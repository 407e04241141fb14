import { expect, test } from 'vitest'
import { attemptRows, type StepOfRun } from './step-attempts.ts'

const runOf = (id: string, step: Partial<NonNullable<StepOfRun['step']>> | null, originRunId?: string): StepOfRun => ({
  id,
  status: 'SUCCESS',
  createdAt: 0,
  startingAt: 0,
  startedAt: 0,
  endedAt: 9,
  retryNumber: 0,
  retryOfRunId: null,
  parentRunId: null,
  strategy: null,
  opSelection: null,
  notBefore: null,
  outputs: { results: originRunId === undefined ? [] : [{ originRunId }] },
  step: step && {
    key: 'a',
    opKey: 'a',
    mappingKey: null,
    status: 'SUCCESS',
    startedAt: null,
    endedAt: null,
    retryAt: null,
    attempts: [],
    ...step,
  },
})
const attempt = (number: number, endedAt: number | null) => ({ number, startedAt: number * 10, endedAt })
const short = (runs: readonly StepOfRun[]) =>
  attemptRows(runs).map(({ run, number, status, originRunId }) => [run.id, number, status, originRunId])

test('attempts of all runs, each with its own end', () => {
  const failed = runOf('r1', { status: 'FAILURE', attempts: [attempt(1, 15), attempt(2, 25)] })
  const again = runOf('r2', { status: 'SUCCESS', attempts: [attempt(1, 15)] })
  expect(short([failed, again])).toEqual([
    ['r1', 1, 'FAILURE', null],
    ['r1', 2, 'FAILURE', null],
    ['r2', 1, 'SUCCESS', null],
  ])
})

test('a run that reused the step says from which run, and one that has no such step says that', () => {
  expect(short([runOf('r2', { status: 'REUSED' }, 'r1'), runOf('r3', null), runOf('r4', { status: 'NOT_STARTED' })])).toEqual([
    ['r2', null, 'REUSED', 'r1'],
    ['r3', null, null, null],
    ['r4', null, 'NOT_STARTED', null],
  ])
})

test('an attempt whose step waits for the next one has failed', () => {
  expect(short([runOf('r1', { status: 'UP_FOR_RETRY', attempts: [attempt(1, 15)] })])).toEqual([['r1', 1, 'FAILURE', null]])
})
