import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type QueueLimits, type Run, runHints, systemClock } from '@pawl/core/plugin'
import { sqliteStorage } from '@pawl/storage'
import Database from 'better-sqlite3'
import { RunCoordinator } from '../packages/daemon/src/coordinator/run-coordinator.ts'
import { RunWriter } from '../packages/daemon/src/supervisor/run-writer.ts'
import { freshFolder } from './bench-engine.ts'
import { median, timed } from './measure.ts'
import type { Figures, Say } from './workloads.ts'

const QUEUED = 10_000
const HISTORY = 1_000_000
const EVENTS_PER_RUN = 3
/** Of the queued runs: they come first and may not start, because one of them is in progress. */
const BLOCKED = 5_000
/** Claimed by each tick. */
const ROOM = 10
const TICKS = 40
const SUPERVISOR = 'the benchmark'

const LIMITS: QueueLimits = {
  maxConcurrentRuns: 10_000,
  tagConcurrencyLimits: [{ key: 'customer', value: null, applyLimitPerUniqueValue: true, limit: 1 }],
  pools: {},
}

/** Ids that sort by `n`; the first digit tells kinds of runs apart. */
const id = (kind: number, n: string): string =>
  `'${kind}1900000-' || printf('%04x', ${n} >> 16) || '-7000-8000-' || printf('%012x', ${n})`

const RUN_COLUMNS = `id, location_name, job_name, status, epoch, next_seq, last_batch, owner, root_run_id, retry_number, priority, origin,
  created_at, starting_at, started_at, ended_at, tags, config`

const numbers = (count: number): string =>
  `with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})`

/** Ended runs of a year, each with a tag and the beginning of a log. */
const history = (count: number): readonly string[] => [
  `${numbers(count)} insert into runs (${RUN_COLUMNS})
    select ${id(0, 'n')}, 'bench', 'job ' || n % 20, case when n % 10 = 0 then 'FAILURE' else 'SUCCESS' end, 1, ${EVENTS_PER_RUN + 1}, 3,
    'supervisor ' || n / 50000, ${id(0, 'n')}, 0, n % 3, 'api', n, n, n, n, '{"customer":"c' || n % 1000 || '"}', '{}' from numbers`,
  `insert into run_tags (run_id, key, value, created_at)
    select id, 'customer', 'c' || created_at % 1000, created_at from runs where status in ('SUCCESS', 'FAILURE')`,
  `${numbers(EVENTS_PER_RUN)} insert into events (run_id, seq, type, v, at, level, payload)
    select id, n + 1, 'LOG', 1, created_at, 'info', '{"level":"info","message":"one of the lines of a run that has ended"}'
    from runs, numbers where status in ('SUCCESS', 'FAILURE')`,
]

/** A queue whose first half belongs to one customer, who has a run in progress already. */
const QUEUE: readonly string[] = [
  `insert into runs (${RUN_COLUMNS}) values
    ('21900000-0000-7000-8000-000000000000', 'bench', 'flood', 'STARTED', 1, 2, 1, '${SUPERVISOR}', '21900000-0000-7000-8000-000000000000',
    0, 0, 'api', 1, 1, 1, null, '{"customer":"flood"}', '{}')`,
  `${numbers(QUEUED)} insert into runs (${RUN_COLUMNS})
    select ${id(1, 'n')}, 'bench', 'three', 'QUEUED', 0, 2, 0, null, ${id(1, 'n')}, 0, case when n < ${BLOCKED} then 1 else 0 end, 'api',
    2000000 + n, null, null, null, '{"customer":"' || case when n < ${BLOCKED} then 'flood' else 'q' || n end || '"}', '{}' from numbers`,
]

interface BenchQueue {
  /** Milliseconds of one tick. */
  tick(): Promise<number>
  close(): Promise<void>
}

async function openQueue(folder: string, ended: number): Promise<BenchQueue> {
  const path = join(folder, 'pawl.db')
  await (await sqliteStorage({ path })).close()
  const db = new Database(path)
  db.pragma('synchronous = off')
  for (const statement of [...(ended === 0 ? [] : history(ended)), ...QUEUE]) db.exec(statement)
  db.pragma('wal_checkpoint(truncate)')
  db.close()
  const storage = await sqliteStorage({ path })
  const [clock, hints] = [systemClock, runHints()]
  const report = (error: unknown): void => console.error(error)
  const identity = { supervisorId: SUPERVISOR, hostId: 'here', pid: process.pid, socketPath: null, leaseMs: 60_000, startedAt: 1 }
  await storage.supervisors.register(identity)
  const writer = new RunWriter({ storage: storage.runs, queue: storage.queue, clock, defer: setImmediate, report })
  const accepted: Run[] = []
  const coordinator = new RunCoordinator({
    ...{ queue: storage.queue, limits: LIMITS, hints, clock },
    claim: (claims) => writer.claim(claims),
    supervisor: { supervisorId: SUPERVISOR, room: ROOM, accept: (run) => void accepted.push(run) },
  })
  return {
    async tick() {
      const before = accepted.length
      const ms = await timed(() => coordinator.tick())
      if (accepted.length !== before + ROOM) throw new Error(`A tick claimed ${accepted.length - before} runs.`)
      return ms
    },
    async close() {
      await writer.stop()
      await storage.close()
    },
  }
}

/** A look at a long queue and the claims it makes, with and without a long history in the same tables. */
export async function queueTick(say: Say): Promise<Figures> {
  const folders = [freshFolder(), freshFolder()]
  const [alone, withHistory] = [await openQueue(folders[0] ?? '', 0), await openQueue(folders[1] ?? '', HISTORY)]
  const [few, many]: [number[], number[]] = [[], []]
  for (let tick = 0; tick < TICKS; tick++) {
    few.push(await alone.tick())
    many.push(await withHistory.tick())
  }
  await Promise.all([alone.close(), withHistory.close()])
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  const ratio = median(many) / median(few)
  say(
    `QUEUE  a tick over ${QUEUED} queued runs, the first ${BLOCKED} blocked by a limit, claims ${ROOM}: ${median(few).toFixed(1)} ms`,
  )
  say(`       with ${HISTORY} ended runs in the tables ${median(many).toFixed(1)} ms: ratio ${ratio.toFixed(2)}`)
  return { 'queue.tick_ms_10k': median(few), 'queue.tick_ratio_1m_history': ratio }
}
