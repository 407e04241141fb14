import { type DeletedRun, isFinished, type RunId } from '@pawl/core/plugin'
import { runOf } from '../rows/run-row.ts'
import { outputRecordOf } from '../rows/step-rows.ts'
import type { OutputsTable, RunsTable } from '../schema/tables.ts'

// Parameters are all the id of the run that is deleted.
export const GET_RUN = 'select * from runs where id = ?'
const IS_UNFINISHED = `status in ('QUEUED', 'STARTING', 'STARTED', 'CANCELING')`
/** Two questions, each of an index of its own: one with "or" would read all that are queued. */
export const GET_NEEDING: string = `select id from runs
    where root_run_id = (select root_run_id from runs where id = ?) and plan_hash is null and ${IS_UNFINISHED}
  union all select id from runs where inputs_from_run_id = ? and ${IS_UNFINISHED}
  order by id limit 1`
export const LIST_OUTPUTS = 'select * from outputs where run_id = ? order by step_key, output, mapping_key'
/** Those of its outputs that other runs have taken over, as the index over such outputs finds them. */
export const LIST_HELD = `select other.origin_run_id, other.step_key, other.output, other.mapping_key from outputs as other
  where other.origin_run_id <> other.run_id and other.run_id <> ?
  and other.origin_run_id in (select distinct origin_run_id from outputs where run_id = ?)`
export const LIST_ORIGINS = `select id from runs where id <> ? and id in (select distinct origin_run_id from outputs where run_id = ?)`
/** Everything else of it goes with its row. */
export const DELETE_RUN = 'delete from runs where id = ?'

type OutputKey = Pick<OutputsTable, 'origin_run_id' | 'step_key' | 'output' | 'mapping_key'>

export interface DeletionRows {
  readonly outputs: readonly OutputsTable[]
  readonly held: readonly OutputKey[]
  /** Runs that are still there and made some of the outputs. */
  readonly origins: readonly { readonly id: string }[]
}

/** Why a run may not be deleted; undefined where it may. */
export function keptRun(row: RunsTable | undefined, needing: { readonly id: string } | undefined): DeletedRun | undefined {
  if (row === undefined) return { kind: 'unknown' }
  const run = runOf(row)
  if (!isFinished(run.status)) return { kind: 'unfinished', run }
  return needing === undefined ? undefined : { kind: 'needed', run, by: needing.id }
}

const idOf = (key: OutputKey): string => `${key.origin_run_id}/${key.step_key}/${key.output}/${key.mapping_key}`

/** What is left of a run that was deleted. */
export function deletedRun(row: RunsTable, { outputs, held, origins }: DeletionRows): DeletedRun {
  const heldIds = new Set(held.map(idOf))
  const there = new Set<RunId>(origins.map(({ id }) => id))
  const isHeld = (output: OutputsTable): boolean => heldIds.has(idOf(output))
  const unused = outputs.filter((output) => !isHeld(output) && !there.has(output.origin_run_id))
  const keptOutputs = outputs.filter((output) => output.origin_run_id === row.id && isHeld(output)).length
  return { kind: 'deleted', run: runOf(row), unused: unused.map(outputRecordOf), keptOutputs }
}
