import type { RunFilter } from '@pawl/core/plugin'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { postgresServer } from '../../test/postgres-server.ts'
import type { Db } from '../queries/db.ts'
import { countEvents, listEvents } from '../queries/events.ts'
import { outboxOf, POSTGRES_OUTBOX } from '../queries/outbox.ts'
import { listOutputs } from '../queries/outputs.ts'
import { queueReads } from '../queries/queue.ts'
import * as deletion from '../queries/run-deletion.ts'
import { listOwnedRuns, listRuns } from '../queries/runs.ts'
import { listEarlierAttempts, listSteps } from '../queries/steps.ts'
import { listAbandonedRuns } from '../queries/supervisors.ts'
import { listTagSuggestions } from '../queries/tag-suggestions.ts'
import { connectionTarget } from './connection-target.ts'
import { openConnections, withConnection } from './connections.ts'
import { postgresStorage } from './postgres-storage.ts'
import { queriesOn } from './queries-on.ts'

const server = postgresServer()
const RUNS = 20_000
const EVENTS_OF_ONE = 5000
/** The one in the middle, whose log is long. */
const RUN = '01900000-0000-7000-8000-000000010000'

const FILL = `
  set search_path = pawl;
  insert into runs (id, location_name, job_name, status, epoch, next_seq, last_batch, owner, root_run_id, retry_number, priority,
    origin, created_at, tags, config)
  select '01900000-0000-7000-8000-' || lpad(n::text, 12, '0'), 'reports', 'job ' || n % 50,
    case when n % 1000 = 0 then 'STARTED' when n % 100 = 0 then 'QUEUED' when n % 10 = 0 then 'FAILURE' else 'SUCCESS' end,
    1, 1, 0, 'supervisor ' || n % 5, '01900000-0000-7000-8000-' || lpad(n::text, 12, '0'), 0, n % 3,
    'api', 1700000000000 + n, '{}', '{}'
  from generate_series(1, ${RUNS}) as n;
  insert into run_tags (run_id, key, value, created_at)
  select id, 'team', case when created_at % 500 = 0 then 'ops' else 'data ' || created_at % 40 end, created_at from runs;
  insert into events (run_id, seq, type, v, at, level, payload)
  select id, 1, 'RUN_ENQUEUED', 1, created_at, 'debug', '{}' from runs;
  insert into events (run_id, seq, type, v, at, level, step_key, attempt, payload)
  select '${RUN}', n, case when n % 50 = 0 then 'STEP_UP_FOR_RETRY' else 'LOG' end, 1, n, 'info', 'step', 1, '{}'
  from generate_series(2, ${EVENTS_OF_ONE}) as n;
  insert into steps (run_id, step_key, status, attempts, plan_order)
  select id, 'step ' || n, 'SUCCESS', 1, n from runs, generate_series(1, 3) as n;
  insert into outputs (run_id, step_key, output, mapping_key, origin_run_id, stored)
  select id, 'step ' || n, 'result', '', id, '{}' from runs, generate_series(1, 3) as n;
  analyze`

beforeAll(async () => {
  await (await postgresStorage({ connectionString: server.connectionString() })).close()
  await server.query(FILL)
}, 300_000)

/** How Postgres runs the queries that `work` makes, as text. */
async function planOf(work: (db: Db) => Promise<unknown>, side: 'reading' | 'writing' = 'reading'): Promise<string> {
  const settings = { connectTimeoutMs: 10_000, statementTimeoutMs: 10_000, maxConnections: 2 }
  const connectionString = server.connectionString()
  const connections = openConnections(pg, connectionTarget(pg, connectionString, 'pawl'), { ...settings, connectionString })
  const queries: { readonly sql: string; readonly parameters: readonly unknown[] }[] = []
  await work(
    queriesOn(connections[side], ({ query }) => {
      queries.push({ sql: query.sql, parameters: query.parameters })
    }),
  )
  const plans = await withConnection(connections[side], async (connection) => {
    const lines: string[] = []
    for (const { sql, parameters } of queries) {
      const { rows } = await connection.query<Record<string, string>>(
        `explain (analyze, timing off, summary off) ${sql}`,
        parameters,
      )
      lines.push(...rows.flatMap((row) => Object.values(row)))
    }
    return lines.join('\n')
  })
  await Promise.all([connections.reading.end(), connections.writing.end()])
  return plans
}

const listing = (filter: RunFilter): Promise<string> => planOf((db) => listRuns(db, { filter, cursor: RUN, limit: 20 }))

const WHOLE_TABLE = /Seq Scan|Hash Join/
/** Rows that were read and not wanted. */
const removed = (plan: string): number =>
  [...plan.matchAll(/Rows Removed by [^:]*: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0)

/** That one step of a plan gave to the next. */
const mostRows = (plan: string): number => Math.max(...[...plan.matchAll(/actual rows=(\d+)/g)].map(([, rows]) => Number(rows)))

test.each<[string, RunFilter, string]>([
  ['all runs', {}, 'runs_by_time'],
  ['those of a status', { statuses: ['FAILURE'] }, 'runs_by_status'],
  ['those of a job', { jobName: 'job 7' }, 'runs_by_job'],
  ['those of a location', { locationName: 'reports' }, 'runs_by_location|runs_by_time'],
  ['those of a run group', { rootRunId: RUN }, 'runs_by_root'],
  ['those of a period', { createdAfter: 1_700_000_001_000 }, 'runs_by_time'],
])('the list of runs, %s, is read in the order of an index and no further than its page', async (_, filter, index) => {
  const plan = await listing(filter)
  expect(plan).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using (${index})`))
  expect(plan).not.toMatch(WHOLE_TABLE)
  expect(plan).not.toContain('Sort')
  expect(removed(plan)).toBeLessThan(20)
})

test('the list of runs with a tag is read from the index of tags, without sorting', async () => {
  const plan = await listing({ tags: [{ key: 'team', value: 'ops' }], statuses: ['SUCCESS', 'FAILURE'] })
  expect(plan).toMatch(/Index Only Scan Backward using run_tags_by_value/)
  expect(plan).not.toMatch(/Seq Scan|Hash Join|Sort/)
  const byKey = await listing({ tags: [{ key: 'team', value: null }] })
  expect(byKey).toMatch(/Scan Backward using run_tags_by_key/)
  expect(byKey).not.toMatch(/Seq Scan|Hash Join|Sort/)
})

test('the list of runs in several statuses reads no more than a page of each', async () => {
  const plan = await listing({ statuses: ['QUEUED', 'STARTED', 'SUCCESS'] })
  expect(plan).toContain('Scan Backward using runs_by_status')
  expect(mostRows(plan)).toBeLessThanOrEqual(3 * 20)
  expect(plan).not.toMatch(WHOLE_TABLE)
})

test('the queue is read from its index, page by page, in its order', async () => {
  const place = { priority: 1, createdAt: 1_700_000_010_000, runId: RUN }
  const first = await planOf((db) => queueReads().listQueue(db, { now: 1, limit: 10 }))
  expect(first).toContain('Index Scan using runs_queue')
  expect(first).not.toMatch(/Sort|Seq Scan/)
  const next = await planOf((db) => queueReads().listQueue(db, { now: 1, after: place, limit: 10 }))
  expect(next).toContain('using runs_queue')
  expect(next).not.toContain('Seq Scan')
  expect(await planOf((db) => queueReads().countBefore(db, place, 1))).not.toContain('Seq Scan')
})

test('the runs in progress are read from an index', async () => {
  const plan = await planOf((db) => queueReads().listInProgress(db))
  expect(plan).toContain('runs_by_status')
  expect(plan).not.toContain('Seq Scan')
})

test('the runs of a supervisor are read from an index', async () => {
  const plan = await planOf((db) => listOwnedRuns(db, { owner: 'supervisor 0', statuses: ['STARTING', 'STARTED'] }))
  expect(plan).toMatch(/runs_by_owner|runs_by_status|runs_queue/)
  expect(plan).not.toContain('Seq Scan')
})

test('what is looked for where supervisors, notifications and deletions write is read from indexes', async () => {
  const plan = await planOf(async (db) => {
    await listAbandonedRuns(db, { limit: 10 })
    await outboxOf((query) => query(db), POSTGRES_OUTBOX).nextDueAt()
    for (const text of [deletion.GET_NEEDING, deletion.LIST_OUTPUTS, deletion.LIST_HELD, deletion.LIST_ORIGINS])
      await db.executeQuery(CompiledQuery.raw(text.replaceAll('?', '$1'), [RUN]))
  }, 'writing')
  for (const index of ['runs_by_status', 'outbox_due', 'outputs_key', 'outputs_taken_over', 'runs_pkey'])
    expect(plan).toContain(index)
  expect(plan).toContain('using runs_by_root')
  expect(plan).toContain('using runs_by_inputs_from')
  expect(removed(plan)).toBeLessThan(20)
  expect(plan).not.toMatch(/Seq Scan on (runs|events|outputs|steps|outbox)/)
})

test('pages of events, steps and outputs are read from one place of one index, without sorting', async () => {
  const plan = await planOf(async (db) => {
    await listEvents(db, RUN, { afterSeq: 2500, limit: 10 })
    await listEvents(db, RUN, { beforeSeq: 2500, limit: 10 })
    await listSteps(db, RUN, { after: { planOrder: 1, stepKey: 'a' }, limit: 10 })
    await listOutputs(db, RUN, { after: { stepKey: 'step 1', output: 'b', mappingKey: null }, limit: 10 })
  })
  for (const index of [
    'Scan using events_key',
    'Scan Backward using events_key',
    'Scan using steps_by_plan',
    'Scan using outputs_key',
  ]) {
    expect(plan).toContain(index)
  }
  expect(plan).not.toMatch(/Sort|Seq Scan/)
  expect(removed(plan)).toBe(0)
})

test('counting and attempts read the rows of one run only', async () => {
  const counting = await planOf((db) => countEvents(db, RUN))
  const attempts = await planOf((db) => listEarlierAttempts(db, RUN))
  expect(counting).not.toContain('Seq Scan')
  expect(attempts).not.toContain('Seq Scan')
  expect(attempts).toContain('events_retries')
})

test('tag suggestions read the stretch of the index that starts with the prefix', async () => {
  const plan = await planOf((db) => listTagSuggestions(db, { key: 'team', prefix: 'ops', limit: 5 }))
  expect(plan).toContain('run_tags_by_value')
  expect(plan).toMatch(/Index Cond: .*value.*>=.*value.*</)
  expect(plan).not.toContain('Seq Scan')
})
