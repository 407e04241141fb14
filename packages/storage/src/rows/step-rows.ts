import type { OutputRecord, StepRecord, StoredOutput } from '@pawl/core/plugin'
import type { OutputsTable, StepsTable } from '../schema/tables.ts'

export const stepRecordOf = (row: StepsTable): StepRecord => ({
  stepKey: row.step_key,
  status: row.status,
  attempts: row.attempts,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  retryAt: row.retry_at,
  codeVersion: row.code_version,
  configHash: row.config_hash,
  planOrder: row.plan_order,
})

export const outputRecordOf = (row: OutputsTable): OutputRecord => ({
  stepKey: row.step_key,
  output: row.output,
  mappingKey: row.mapping_key === '' ? null : row.mapping_key,
  originRunId: row.origin_run_id,
  assetKey: row.asset_key,
  partitionKey: row.partition_key,
  stored: JSON.parse(row.stored) as StoredOutput,
})
