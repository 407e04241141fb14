import type { CancelCause, FailureReason, JsonObject, ReexecutionTerms, Run, RunOrigin, RunSpec, Tags } from '@pawl/core/plugin'
import type { RunsTable } from '../schema/tables.ts'

const parsed = <Value>(json: string): Value => JSON.parse(json) as Value

function originOf(row: RunsTable): RunOrigin {
  const kind = row.origin as RunOrigin['kind']
  if (row.origin_name === null && row.origin_tick === null) return { kind }
  return {
    kind,
    ...(row.origin_name === null ? {} : { name: row.origin_name }),
    ...(row.origin_tick === null ? {} : { tick: row.origin_tick }),
  }
}

export const runOf = (row: RunsTable): Run => ({
  runId: row.id,
  locationName: row.location_name,
  jobName: row.job_name,
  config: parsed<JsonObject>(row.config),
  opSelection: row.op_selection,
  tags: parsed<Tags>(row.tags),
  rootRunId: row.root_run_id,
  parentRunId: row.parent_run_id,
  retryOfRunId: row.retry_of_run_id,
  retryNumber: row.retry_number,
  strategy: row.strategy,
  reexecution: row.reexecution === null ? null : parsed<ReexecutionTerms>(row.reexecution),
  retryPolicy: row.retry_policy === null ? null : parsed<JsonObject>(row.retry_policy),
  notBefore: row.not_before,
  priority: row.priority,
  origin: originOf(row),
  launchedBy: row.launched_by,
  partitionKey: row.partition_key,
  inputsFromRunId: row.inputs_from_run_id,
  idempotencyKey: row.idempotency_key,
  requestHash: row.request_hash,
  createdAt: row.created_at,
  status: row.status,
  epoch: row.epoch,
  nextSeq: row.next_seq,
  lastBatch: row.last_batch,
  owner: row.owner,
  generation: row.generation,
  planHash: row.plan_hash,
  failureReason: row.failure_reason as FailureReason | null,
  cancelCause: row.cancel_cause as CancelCause | null,
  startingAt: row.starting_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
})

/** The row of a run that is queued with this many events. */
export const queuedRunRow = (spec: RunSpec, eventCount: number): RunsTable => ({
  id: spec.runId,
  location_name: spec.locationName,
  job_name: spec.jobName,
  generation: null,
  status: 'QUEUED',
  epoch: 0,
  next_seq: eventCount + 1,
  last_batch: 0,
  owner: null,
  root_run_id: spec.rootRunId,
  parent_run_id: spec.parentRunId,
  retry_of_run_id: spec.retryOfRunId,
  retry_number: spec.retryNumber,
  strategy: spec.strategy,
  reexecution: spec.reexecution === null ? null : JSON.stringify(spec.reexecution),
  retry_policy: spec.retryPolicy === null ? null : JSON.stringify(spec.retryPolicy),
  not_before: spec.notBefore,
  priority: spec.priority,
  origin: spec.origin.kind,
  origin_name: spec.origin.name ?? null,
  origin_tick: spec.origin.tick ?? null,
  launched_by: spec.launchedBy,
  partition_key: spec.partitionKey,
  inputs_from_run_id: spec.inputsFromRunId,
  op_selection: spec.opSelection,
  plan_hash: null,
  failure_reason: null,
  cancel_cause: null,
  idempotency_key: spec.idempotencyKey,
  request_hash: spec.requestHash,
  created_at: spec.createdAt,
  starting_at: null,
  started_at: null,
  ended_at: null,
  tags: JSON.stringify(spec.tags),
  config: JSON.stringify(spec.config),
})
