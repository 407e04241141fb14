import type { DeletedRun, RunId } from '@pawl/core/plugin'
import type { Database } from 'better-sqlite3'
import * as sql from '../queries/run-deletion.ts'
import type { OutputsTable, RunsTable } from '../schema/tables.ts'

/** Deletes inside the transaction that is open. Nothing is prepared before: it happens seldom. */
export function deleteRun(db: Database, runId: RunId): DeletedRun {
  const all = <Row>(text: string): Row[] => db.prepare(text).all(...parametersOf(text, runId)) as Row[]
  const [row] = all<RunsTable>(sql.GET_RUN)
  const [needing] = all<{ id: string }>(sql.GET_NEEDING)
  const kept = sql.keptRun(row, needing)
  if (kept !== undefined || row === undefined) return kept ?? { kind: 'unknown' }
  const outputs = all<OutputsTable>(sql.LIST_OUTPUTS)
  const held = all<OutputsTable>(sql.LIST_HELD)
  const origins = all<{ id: string }>(sql.LIST_ORIGINS)
  db.prepare(sql.DELETE_RUN).run(runId)
  return sql.deletedRun(row, { outputs, held, origins })
}

const parametersOf = (text: string, runId: RunId): readonly RunId[] => [...text.matchAll(/\?/g)].map(() => runId)
