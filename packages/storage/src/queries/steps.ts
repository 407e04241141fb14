import type { AttemptRecord, StepPage, StepRecord, StepStatus } from '@pawl/core/plugin'
import { sql } from 'kysely'
import { stepRecordOf } from '../rows/step-rows.ts'
import type { Db } from './db.ts'

export async function listSteps(db: Db, runId: string, { stepKeys, after, limit }: StepPage): Promise<StepRecord[]> {
  if (stepKeys?.length === 0) return []
  let query = db.selectFrom('steps').selectAll().where('run_id', '=', runId)
  if (stepKeys !== undefined) query = query.where('step_key', 'in', stepKeys)
  if (after !== undefined) query = query.where(sql<boolean>`(plan_order, step_key) > (${after.planOrder}, ${after.stepKey})`)
  const rows = await query.orderBy('plan_order').orderBy('step_key').limit(limit).execute()
  return rows.map(stepRecordOf)
}

export async function countSteps(db: Db, runId: string): Promise<Partial<Record<StepStatus, number>>> {
  const rows = await db
    .selectFrom('steps')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')] as const)
    .where('run_id', '=', runId)
    .groupBy('status')
    .execute()
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}

/** Each retry that was announced ended an attempt; the newest attempt of a step is in the step's own row. */
export async function listEarlierAttempts(db: Db, runId: string): Promise<AttemptRecord[]> {
  const rows = await db
    .selectFrom('events')
    .innerJoin('steps', (join) =>
      join.onRef('steps.run_id', '=', 'events.run_id').onRef('steps.step_key', '=', 'events.step_key'),
    )
    .select(['events.step_key', 'events.attempt', 'events.at', 'events.payload'])
    .where('events.run_id', '=', runId)
    .where(sql<boolean>`events.type = 'STEP_UP_FOR_RETRY'`)
    .whereRef('events.attempt', '<', 'steps.attempts')
    .orderBy('events.step_key')
    .orderBy('events.attempt')
    .execute()
  return rows.map((row) => ({
    stepKey: row.step_key ?? '',
    attempt: row.attempt ?? 1,
    startedAt: (JSON.parse(row.payload) as { readonly startedAt: number }).startedAt,
    endedAt: row.at,
  }))
}
