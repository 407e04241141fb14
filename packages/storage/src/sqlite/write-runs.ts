import type { OutputRecord, Run, RunAddition, RunChange, RunStatus, RunWrite, StepRecord, WriteResult } from '@pawl/core/plugin'
import { launchRefused } from '@pawl/core/plugin'
import { runOf } from '../rows/run-row.ts'
import { insertEvents } from './insert-events.ts'
import { insertRun } from './launch-runs.ts'
import type { Statements } from './statements.ts'

/** A run's row after a fence, or undefined where the guard did not hold. */
type Fenced = readonly [nextSeq: number, epoch: number, status: RunStatus] | undefined

/** Never a status: fills the places of a status guard that names fewer than there are. */
const NO_STATUS = null

/** The parameters of a change, in the order of the statements' assignments. */
function changeParameters(change: RunChange, lastBatch: number | null, eventCount: number): unknown[] {
  return [
    change.status,
    change.owner === undefined ? 0 : 1,
    change.owner,
    change.generation,
    change.planHash,
    change.failureReason,
    change.cancelCause,
    change.startingAt,
    change.startedAt,
    change.endedAt,
    change.tags === undefined ? '{}' : JSON.stringify(change.tags),
    change.raiseEpoch ? 1 : 0,
    change.raiseEpoch ? 0 : lastBatch,
    eventCount,
  ]
}

function fence(statements: Statements, write: RunWrite): Fenced {
  const { runId, guard, change, events } = write
  if (guard.kind === 'writer') {
    const { epoch, batch } = guard
    if (change === undefined) return statements.fenceWriter.get(events.length, batch, runId, epoch, batch) as Fenced
    const parameters = changeParameters(change, batch, events.length)
    return statements.fenceWriterChanging.get(...parameters, runId, epoch, batch) as Fenced
  }
  const { aliveSupervisor } = guard
  if (aliveSupervisor !== undefined && statements.isAliveSupervisor.get(aliveSupervisor) === undefined) return undefined
  const [a = NO_STATUS, b = NO_STATUS, c = NO_STATUS, d = NO_STATUS] = guard.statuses
  const parameters = changeParameters(change ?? {}, null, events.length)
  return statements.fenceStatus.get(...parameters, runId, a, b, c, d, guard.epoch ?? null) as Fenced
}

/** Why nothing was written. */
function refusal(statements: Statements, { runId, guard }: RunWrite): WriteResult {
  const row = statements.getRun.get(runId)
  if (row === undefined) return { kind: 'refused', status: null, epoch: null }
  const { status, epoch } = row
  const wasWritten = guard.kind === 'writer' && guard.epoch === epoch && row.last_batch >= guard.batch
  return wasWritten ? { kind: 'already-written', status } : { kind: 'refused', status, epoch }
}

function upsertStep(statements: Statements, runId: string, step: StepRecord): void {
  const { stepKey, status, attempts, startedAt, endedAt, retryAt, codeVersion, configHash, planOrder } = step
  statements.upsertStep.run(runId, stepKey, status, attempts, startedAt, endedAt, retryAt, codeVersion, configHash, planOrder)
}

function upsertOutput(statements: Statements, runId: string, record: OutputRecord): void {
  const { stepKey, output, mappingKey, originRunId, assetKey, partitionKey, stored } = record
  const key = [runId, stepKey, output, mappingKey ?? '']
  statements.upsertOutput.run(...key, originRunId, assetKey, partitionKey, JSON.stringify(stored))
}

function writeRecords(statements: Statements, write: RunWrite): void {
  const { runId, restarted, steps, outputs, plan } = write
  if (restarted) for (const stepKey of restarted) statements.forgetOutputs.run(runId, stepKey)
  if (steps) for (const step of steps) upsertStep(statements, runId, step)
  if (outputs) for (const output of outputs) upsertOutput(statements, runId, output)
  if (plan && statements.hasPlan.get(plan.hash) === undefined) {
    statements.insertPlan.run(plan.hash, JSON.stringify(plan.snapshot))
  }
}

/** Tags lie in the run's row, where they are read, and in rows of their own, where they are looked for. */
function writeTags(statements: Statements, runId: string, change: RunChange | undefined): void {
  if (change?.tags === undefined) return
  const createdAt = statements.getRun.get(runId)?.created_at
  for (const [key, value] of Object.entries(change.tags)) statements.upsertTag.run(runId, key, value, createdAt)
}

/** Writes to a run whatever its status is. */
export function writeAddition(statements: Statements, runId: string, addition: RunAddition): Fenced {
  const { events, change, launches = [], notifications = [] } = addition
  const row = statements.addToRun.get(...changeParameters(change ?? {}, null, events.length), runId) as NonNullable<Fenced>
  insertEvents(statements, runId, row[0] - events.length, events)
  writeTags(statements, runId, change)
  for (const { spec, events: firstEvents } of launches) {
    const existing = insertRun(statements, spec, firstEvents)
    if (existing !== undefined) throw launchRefused(existing, spec)
  }
  for (const { deliveryId, topic, payload, createdAt } of notifications) {
    statements.insertNotification.run(deliveryId, runId, topic, JSON.stringify(payload), createdAt, createdAt)
  }
  return row
}

function runBefore(statements: Statements, { runId, also }: RunWrite): Run | undefined {
  const row = also === undefined ? undefined : statements.getRun.get(runId)
  return row === undefined ? undefined : runOf(row)
}

/** Applies one write inside the transaction that is open. */
export function writeRun(statements: Statements, write: RunWrite): WriteResult {
  const { runId, events, change, also } = write
  const before = runBefore(statements, write)
  let row = fence(statements, write)
  if (row === undefined) return refusal(statements, write)
  const firstSeq = row[0] - events.length
  insertEvents(statements, runId, firstSeq, events)
  writeRecords(statements, write)
  writeTags(statements, runId, change)
  if (also !== undefined && before !== undefined) row = writeAddition(statements, runId, also(before)) ?? row
  const [nextSeq, epoch, status] = row
  return { kind: 'written', firstSeq, nextSeq, epoch, status }
}
