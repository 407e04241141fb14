import type { Run, RunSpec } from '@pawl/core/plugin'
import { runOf } from '../rows/run-row.ts'
import type { RunsTable } from '../schema/tables.ts'
import type { Connection } from './connections.ts'

const IN_THE_WAY = `select * from runs
  where id = any ($1::text[]) or idempotency_key = any ($2::text[]) or retry_of_run_id = any ($3::text[])`

const given = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null)

/** Finds the run that a launch meets: one with its idempotency key, its id, or its place as an automatic retry, in this order. */
export async function runsInTheWay(
  connection: Connection,
  specs: readonly RunSpec[],
): Promise<(spec: RunSpec) => Run | undefined> {
  const values = [
    specs.map(({ runId }) => runId),
    given(specs.map(({ idempotencyKey }) => idempotencyKey)),
    given(specs.map(({ retryOfRunId }) => retryOfRunId)),
  ]
  const { rows } = await connection.query<RunsTable>({ name: 'pawl_in_the_way', text: IN_THE_WAY, values })
  const by = (column: 'id' | 'idempotency_key' | 'retry_of_run_id'): ReadonlyMap<string | null, RunsTable> =>
    new Map(rows.map((row) => [row[column], row]))
  const [byKey, byId, byPlace] = [by('idempotency_key'), by('id'), by('retry_of_run_id')]
  return ({ idempotencyKey, runId, retryOfRunId }) => {
    const ofKey = idempotencyKey === null ? undefined : byKey.get(idempotencyKey)
    const ofPlace = retryOfRunId === null ? undefined : byPlace.get(retryOfRunId)
    const row = ofKey ?? byId.get(runId) ?? ofPlace
    return row === undefined ? undefined : runOf(row)
  }
}
