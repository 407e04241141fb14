import type { RunEvent } from '../event/run-event.ts'
import { changedRun, queuedRun } from '../run/change-run.ts'
import type { Run, RunChange, RunSpec } from '../run/run.ts'
import type { OutputRecord } from '../run/step-record.ts'
import { judgeGuard } from './judge-guard.ts'
import { checkRunIds, launchRefused } from './launch-conflict.ts'
import type { MemoryTables, RunEntry } from './memory-tables.ts'
import type { NewNotification, NotificationRecord } from './outbox.ts'
import type { RunWrite, WriteResult } from './run-storage.ts'

/** How to take back what a transaction has done so far, in the order it was done. */
export type Undo = (() => void)[]

export function setUndoably<Key, Value>(undo: Undo, map: Map<Key, Value>, key: Key, value: Value): void {
  const [had, before] = [map.has(key), map.get(key) as Value]
  undo.push(() => (had ? map.set(key, before) : map.delete(key)))
  map.set(key, value)
}

export function appendEvents(undo: Undo, entry: RunEntry, events: readonly RunEvent[], change: RunChange | undefined): void {
  const { run, events: log } = entry
  const length = log.length
  undo.push(() => {
    entry.run = run
    log.length = length
  })
  for (const event of events) log.push({ ...event, runId: run.runId, seq: log.length + 1 })
  entry.run = { ...changedRun(run, change), nextSeq: log.length + 1 }
}

/** The run that a launch meets: one with its idempotency key, its id, or its place as an automatic retry, in this order. */
function runInTheWay(tables: MemoryTables, spec: RunSpec): Run | undefined {
  const runs = [...tables.runs.values()].map(({ run }) => run)
  const { idempotencyKey, retryOfRunId } = spec
  return (
    (idempotencyKey === null ? undefined : runs.find((run) => run.idempotencyKey === idempotencyKey)) ??
    tables.runs.get(spec.runId)?.run ??
    (retryOfRunId === null ? undefined : runs.find((run) => run.retryOfRunId === retryOfRunId))
  )
}

export function insertRun(undo: Undo, tables: MemoryTables, spec: RunSpec, events: readonly RunEvent[]): Run | undefined {
  checkRunIds(spec)
  const existing = runInTheWay(tables, spec)
  if (existing !== undefined) return existing
  const entry: RunEntry = { run: queuedRun(spec, 0), events: [], steps: new Map(), outputs: new Map() }
  setUndoably(undo, tables.runs, spec.runId, entry)
  appendEvents(undo, entry, events, undefined)
  return undefined
}

function writeRecords(undo: Undo, entry: RunEntry, write: RunWrite): void {
  for (const stepKey of write.restarted ?? []) setUndoably(undo, entry.outputs, stepKey, new Map())
  for (const step of write.steps ?? []) setUndoably(undo, entry.steps, step.stepKey, step)
  for (const output of write.outputs ?? []) {
    const outputs = entry.outputs.get(output.stepKey) ?? new Map<string, OutputRecord>()
    if (!entry.outputs.has(output.stepKey)) setUndoably(undo, entry.outputs, output.stepKey, outputs)
    setUndoably(undo, outputs, `${output.output}/${output.mappingKey ?? ''}`, output)
  }
}

const waitingRecord = (runId: string, notification: NewNotification): NotificationRecord => ({
  ...notification,
  runId,
  status: 'waiting',
  attempts: 0,
  notBefore: notification.createdAt,
  endedAt: null,
  error: null,
})

function writeAddition(
  undo: Undo,
  tables: MemoryTables,
  entry: RunEntry,
  addition: ReturnType<NonNullable<RunWrite['also']>>,
): void {
  appendEvents(undo, entry, addition.events, addition.change)
  for (const { spec, events } of addition.launches ?? []) {
    const existing = insertRun(undo, tables, spec, events)
    if (existing !== undefined) throw launchRefused(existing, spec)
  }
  for (const notification of addition.notifications ?? []) {
    if (tables.outbox.has(notification.deliveryId)) continue
    setUndoably(undo, tables.outbox, notification.deliveryId, waitingRecord(entry.run.runId, notification))
  }
}

const isOfTheDead = ({ supervisors }: MemoryTables, { guard }: RunWrite): boolean =>
  guard.kind === 'status' && guard.aliveSupervisor !== undefined && supervisors.get(guard.aliveSupervisor)?.status !== 'alive'

export function writeOne(undo: Undo, tables: MemoryTables, write: RunWrite): WriteResult {
  const entry = tables.runs.get(write.runId)
  const answer = judgeGuard(entry?.run, write.guard)
  if (answer !== undefined || entry === undefined) return answer ?? { kind: 'refused', status: null, epoch: null }
  const before = entry.run
  if (isOfTheDead(tables, write)) return { kind: 'refused', status: before.status, epoch: before.epoch }
  appendEvents(undo, entry, write.events, undefined)
  const batch = write.guard.kind === 'writer' ? write.guard.batch : before.lastBatch
  entry.run = changedRun({ ...entry.run, lastBatch: batch }, write.change)
  writeRecords(undo, entry, write)
  if (write.plan && !tables.plans.has(write.plan.hash)) setUndoably(undo, tables.plans, write.plan.hash, write.plan)
  if (write.also) writeAddition(undo, tables, entry, write.also(before))
  const { nextSeq, epoch, status } = entry.run
  return { kind: 'written', firstSeq: before.nextSeq, nextSeq, epoch, status }
}

export function transaction<Result>(work: (undo: Undo) => Result): Result {
  const undo: Undo = []
  try {
    return work(undo)
  } catch (error) {
    for (const takeBack of undo.reverse()) takeBack()
    throw error
  }
}
