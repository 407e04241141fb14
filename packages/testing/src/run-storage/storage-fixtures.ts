import {
  type EventPayloads,
  eventVersion,
  type Run,
  type RunEvent,
  type RunEventType,
  type RunSpec,
  type RunWrite,
  uuidV7,
  type WriteResult,
} from '@pawl/core/plugin'
import { expect } from 'vitest'
import { seededRandom } from '../seeded-random.ts'
import type { StorageUnderTest } from './storage-case.ts'

const START = Date.UTC(2026, 0, 1)
const random = seededRandom(2026)

/** A run nobody has asked anything special of. `createdAt` is also the time in its id. */
export function runSpec(changes: Partial<RunSpec> = {}): RunSpec {
  const createdAt = changes.createdAt ?? START
  const runId = changes.runId ?? uuidV7(createdAt, random)
  return {
    runId,
    locationName: 'reports',
    jobName: 'daily',
    config: {},
    opSelection: null,
    tags: {},
    rootRunId: runId,
    parentRunId: null,
    retryOfRunId: null,
    retryNumber: 0,
    strategy: null,
    retryPolicy: null,
    notBefore: null,
    priority: 0,
    origin: { kind: 'api' },
    launchedBy: null,
    partitionKey: null,
    inputsFromRunId: null,
    reexecution: null,
    idempotencyKey: null,
    requestHash: null,
    createdAt,
    ...changes,
  }
}

type Place = { readonly at?: number; readonly stepKey?: string; readonly attempt?: number }

export const event = <Type extends RunEventType>(type: Type, payload: EventPayloads[Type], place: Place = {}): RunEvent =>
  ({ type, v: eventVersion(type), at: START, ...place, payload }) as RunEvent

export const logged = (message: string, place: Place = {}): RunEvent => event('LOG', { level: 'info', message }, place)

export async function launched({ runs }: StorageUnderTest, changes: Partial<RunSpec> = {}): Promise<Run> {
  const [result] = await runs.launchRuns([{ spec: runSpec(changes), events: [event('RUN_ENQUEUED', {})] }])
  expect(result?.kind).toBe('launched')
  return result?.run as Run
}

/** A run taken by a supervisor, in its first epoch. */
export async function claimed(storage: StorageUnderTest, changes: Partial<RunSpec> = {}): Promise<Run> {
  const { runId } = await launched(storage, changes)
  await written(storage, claim(runId))
  return reread(storage, runId)
}

export const claim = (runId: string, owner = 'supervisor-1'): RunWrite => ({
  runId,
  guard: { kind: 'status', statuses: ['QUEUED', 'STARTING'] },
  events: [],
  change: { status: 'STARTING', owner, startingAt: START, raiseEpoch: true },
})

export const append = (runId: string, batch: number, events: readonly RunEvent[], epoch = 1): RunWrite => ({
  runId,
  guard: { kind: 'writer', epoch, batch },
  events,
})

export async function written({ runs }: StorageUnderTest, write: RunWrite): Promise<Extract<WriteResult, { kind: 'written' }>> {
  const [result] = await runs.write([write])
  expect(result).toMatchObject({ kind: 'written' })
  return result as Extract<WriteResult, { kind: 'written' }>
}

export async function reread({ runs }: StorageUnderTest, runId: string): Promise<Run> {
  const run = await runs.getRun(runId)
  expect(run).toBeDefined()
  return run as Run
}

/** The messages of a run's LOG events, in the order of the log, after checking that its numbers have no gap. */
export async function messagesOf({ eventLog, runs }: StorageUnderTest, runId: string): Promise<string[]> {
  const events = await eventLog.listEvents(runId, { limit: 1_000_000 })
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect((await runs.getRun(runId))?.nextSeq).toBe(events.length + 1)
  return events.flatMap((stored) => (stored.type === 'LOG' && !('unknown' in stored) ? [stored.payload.message] : []))
}
