import type { RunFilter } from '@pawl/core/plugin'
import Database from 'better-sqlite3'
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import type { Tables } from '../schema/tables.ts'
import { migrateSqlite } from '../sqlite/migrate-sqlite.ts'
import type { Db } from './db.ts'
import { countEvents, listEvents } from './events.ts'
import { listOutputs } from './outputs.ts'
import { queueReads } from './queue.ts'
import { GET_NEEDING } from './run-deletion.ts'
import { listOwnedRuns, listRuns } from './runs.ts'
import { listSlots } from './slots.ts'
import { listEarlierAttempts, listSteps } from './steps.ts'
import { listAbandonedRuns } from './supervisors.ts'
import { listTagSuggestions } from './tag-suggestions.ts'

const RUN = '01900000-0000-7000-8000-000000000000'

/** How SQLite means to run the queries that `work` makes, one line a table or sorting. */
async function planOf(work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const sqlite = new Database(':memory:')
  migrateSqlite(sqlite, ':memory:')
  const queries: { readonly sql: string; readonly parameters: readonly unknown[] }[] = []
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite }),
    log: ({ query }) => {
      queries.push({ sql: query.sql, parameters: query.parameters })
    },
  })
  await work(db)
  const lines = queries.flatMap(({ sql, parameters }) => sqlite.prepare(`explain query plan ${sql}`).all(...parameters))
  sqlite.close()
  return lines.map((line) => (line as { readonly detail: string }).detail)
}

const listing = (filter: RunFilter) => planOf((db) => listRuns(db, { filter, cursor: RUN, limit: 20 }))

test.each<[string, RunFilter, string]>([
  ['all runs', {}, 'runs_by_time'],
  ['those of a status', { statuses: ['FAILURE'] }, 'runs_by_status'],
  ['those of a job', { jobName: 'daily' }, 'runs_by_job'],
  ['those of a location', { locationName: 'reports' }, 'runs_by_location'],
  ['those of a run group', { rootRunId: RUN }, 'runs_by_root'],
])('the list of %s is read from an index, without sorting', async (_name, filter, index) => {
  const plan = await listing(filter)
  expect(plan.join('\n')).toContain(`USING INDEX ${index} (`)
  expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/)
})

test('the list of runs with a tag is read from the index of tags, without sorting', async () => {
  const plan = (await listing({ tags: [{ key: 'team', value: 'ops' }], statuses: ['FAILURE'] })).join('\n')
  expect(plan).toContain('SEARCH tag USING COVERING INDEX run_tags_by_value')
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
  const byKey = (await listing({ tags: [{ key: 'team', value: null }] })).join('\n')
  expect(byKey).toContain('run_tags_by_key')
  expect(byKey).not.toMatch(/SCAN|TEMP B-TREE/)
})

test('the list of runs in several statuses reads no more than a page of each', async () => {
  const plan = (await listing({ statuses: ['QUEUED', 'STARTED', 'SUCCESS'] })).join('\n')
  expect(plan.match(/USING INDEX runs_by_status \(status=\? AND/g)).toHaveLength(3)
  expect(plan).not.toContain('SCAN runs')
})

const PLACE = { priority: 1, createdAt: 5, runId: RUN }

test('a page of the queue is read from the index of queued runs, in its order', async () => {
  const first = await planOf((db) => queueReads().listQueue(db, { now: 1, limit: 10 }))
  expect(first).toEqual(['SEARCH runs USING INDEX runs_queue (status=?)'])
  const next = await planOf((db) => queueReads().listQueue(db, { now: 1, after: PLACE, limit: 10 }))
  expect(next).toEqual([
    'SEARCH runs USING INDEX runs_queue (status=? AND priority=? AND (created_at,id)>(?,?))',
    'SEARCH runs USING INDEX runs_queue (status=? AND priority<?)',
  ])
})

test('what stands before a run in the queue is counted in that index alone', async () => {
  const plan = await planOf((db) => queueReads().countBefore(db, PLACE, 1))
  expect(plan.filter((line) => line.includes('runs'))).toEqual([
    'SEARCH runs USING COVERING INDEX runs_queue (status=? AND priority>?)',
    'SEARCH runs USING COVERING INDEX runs_queue (status=? AND priority=? AND (created_at,id)<(?,?))',
  ])
})

test('the runs in progress and the slots of pools are found without looking at runs that have ended', async () => {
  const plan = await planOf(async (db) => {
    await queueReads().listInProgress(db)
    await listSlots(db)
  })
  expect(plan[0]).toMatch(/^SEARCH runs USING INDEX runs_by_status \(status=\?\)$/)
  expect(plan.filter((line) => line.startsWith('SCAN'))).toEqual([expect.stringContaining('SCAN slot')])
})

test('the runs of a supervisor are read from an index', async () => {
  const plan = await planOf((db) => listOwnedRuns(db, { owner: 'me', statuses: ['STARTING', 'STARTED'] }))
  expect(plan.join('\n')).toContain('SEARCH runs USING INDEX runs_by_owner (owner=? AND status=?)')
})

test('abandoned runs are looked for among those in progress only', async () => {
  const plan = (await planOf((db) => listAbandonedRuns(db, { limit: 100, after: { createdAt: 1, runId: RUN } }))).join('\n')
  expect(plan).toMatch(/SEARCH runs USING INDEX runs_\w+ \(status=\?/)
  expect(plan).toMatch(/SEARCH supervisors USING (COVERING )?INDEX/)
  expect(plan).not.toContain('SCAN')
})

test('who may need a run that is deleted is looked for in its group and among those that take inputs from it, not in the queue', async () => {
  const plan = await planOf((db) => db.executeQuery(CompiledQuery.raw(GET_NEEDING, [RUN, RUN])))
  expect(plan.filter((line) => /^(SEARCH|SCAN)/.test(line))).toEqual([
    'SEARCH runs USING INDEX runs_by_root (root_run_id=?)',
    expect.stringMatching(/^SEARCH runs USING .* \(id=\?\)$/),
    'SEARCH runs USING INDEX runs_by_inputs_from (inputs_from_run_id=?)',
  ])
})

test('pages of events, steps and outputs are read from one place of one index, without sorting', async () => {
  const plan = await planOf(async (db) => {
    await listEvents(db, RUN, { afterSeq: 5, limit: 10, filter: { levels: ['error'] } })
    await listEvents(db, RUN, { beforeSeq: 5, limit: 10 })
    await listSteps(db, RUN, { after: { planOrder: 1, stepKey: 'a' }, limit: 10 })
    await listOutputs(db, RUN, { after: { stepKey: 'a', output: 'b', mappingKey: null }, limit: 10 })
  })
  expect(plan).toEqual([
    'SEARCH events USING PRIMARY KEY (run_id=? AND seq>?)',
    'SEARCH events USING PRIMARY KEY (run_id=? AND seq<?)',
    expect.stringMatching(/^SEARCH steps USING .*steps_by_plan \(run_id=\? AND \(plan_order,step_key\)>\(\?,\?\)\)$/),
    expect.stringMatching(/^SEARCH outputs USING PRIMARY KEY \(run_id=\? AND /),
  ])
})

test('counting and attempts read the rows of one run only', async () => {
  const plan = await planOf(async (db) => {
    await countEvents(db, RUN)
    await listEarlierAttempts(db, RUN)
  })
  expect(plan.join('\n')).not.toContain('SCAN')
  expect(plan.join('\n')).toContain('events_retries')
})

test('tag suggestions read the stretch of the index that starts with the prefix', async () => {
  const plan = await planOf((db) => listTagSuggestions(db, { key: 'team', prefix: 'o', limit: 5 }))
  expect(plan.join('\n')).toContain('run_tags_by_value (key=? AND value>? AND value<?)')
})
