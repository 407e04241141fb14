import type { DeletedRun, RunId } from '@pawl/core/plugin'
import * as sql from '../queries/run-deletion.ts'
import type { OutputsTable, RunsTable } from '../schema/tables.ts'
import type { Connection } from './connections.ts'
import { transacted } from './under-lock.ts'

/** The row stays as it is until the end: whoever would write to the run waits, and then finds none. */
const LOCKED_RUN = `${sql.GET_RUN} for update`

/** Asked again when its answer was lost, it finds the run gone. */
export const deleteRun = (connection: Connection, runId: RunId): Promise<DeletedRun> =>
  transacted(connection, undefined, async () => {
    const all = async <Row extends object>(text: string): Promise<Row[]> =>
      (await connection.query<Row>(text.replaceAll('?', '$1'), [runId])).rows
    const [row] = await all<RunsTable>(LOCKED_RUN)
    const [needing] = await all<{ id: string }>(sql.GET_NEEDING)
    const kept = sql.keptRun(row, needing)
    if (kept !== undefined || row === undefined) return kept ?? { kind: 'unknown' }
    const outputs = await all<OutputsTable>(sql.LIST_OUTPUTS)
    const held = await all<OutputsTable>(sql.LIST_HELD)
    const origins = await all<{ id: string }>(sql.LIST_ORIGINS)
    await all(sql.DELETE_RUN)
    return sql.deletedRun(row, { outputs, held, origins })
  })
