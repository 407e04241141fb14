import type { OutputPage, OutputRecord } from '@pawl/core/plugin'
import { sql } from 'kysely'
import { outputRecordOf } from '../rows/step-rows.ts'
import type { Db } from './db.ts'

export async function listOutputs(db: Db, runId: string, { stepKeys, after, limit }: OutputPage): Promise<OutputRecord[]> {
  if (stepKeys?.length === 0) return []
  let query = db.selectFrom('outputs').selectAll().where('run_id', '=', runId)
  if (stepKeys !== undefined) query = query.where('step_key', 'in', stepKeys)
  if (after !== undefined) {
    const { stepKey, output, mappingKey } = after
    query = query.where(sql<boolean>`(step_key, output, mapping_key) > (${stepKey}, ${output}, ${mappingKey ?? ''})`)
  }
  const rows = await query.orderBy('step_key').orderBy('output').orderBy('mapping_key').limit(limit).execute()
  return rows.map(outputRecordOf)
}
