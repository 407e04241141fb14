import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newEvent, type QueueLimits, type RunSpec, type StoredEvent, type Tags } from '@pawl/core/plugin'
import { postgresStorage, sqliteStorage } from '@pawl/storage'
import { seededRandom } from '@pawl/testing'
import { expect, test } from 'vitest'
import { onEachDatabase } from './on-each-database.ts'
import { type Interval, mostAtOnce } from './queue/intervals.ts'
import { runSpec } from './queue/run-spec.ts'

const PROCESSES = 4
const RUNS = 120
const PROGRAM = join(import.meta.dirname, 'queue/execute-queue.ts')

const LIMITS: QueueLimits = {
  maxConcurrentRuns: 7,
  tagConcurrencyLimits: [
    { key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: 2 },
    { key: 'customer', value: null, applyLimitPerUniqueValue: true, limit: 1 },
    { key: 'heavy', value: null, applyLimitPerUniqueValue: false, limit: 3 },
  ],
  pools: { database: 2 },
}

const random = seededRandom(7)
const chance = (share: number, tags: Tags): Tags => (random() < share ? tags : {})

function spec(index: number): RunSpec {
  const tags = {
    ...chance(0.4, { team: 'ops' }),
    ...chance(0.4, { customer: `c${Math.floor(random() * 12)}` }),
    ...chance(0.3, { heavy: `h${index}` }),
    ...chance(0.5, { pool: 'database' }),
  }
  return runSpec({ tags, createdAt: 1_000_000 + index, priority: index % 3 })
}

/** From the one event of the first type to the one of the second. */
function interval(events: readonly StoredEvent[], from: string, to: string): Interval {
  const at = (type: string): number => {
    const all = events.filter((event) => event.type === type)
    expect(all, `${type} in ${events.map((event) => event.type).join(' ')}`).toHaveLength(1)
    return all[0]?.at ?? Number.NaN
  }
  return { from: at(from), to: at(to) }
}

onEachDatabase((database) => {
  test('four processes on one database take every run once and never exceed a limit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pawl-queue-'))
    const postgres = (await database.newStorage())?.postgres
    const connectionString = typeof postgres?.connectionString === 'string' ? postgres.connectionString : ''
    const path = join(folder, 'pawl.db')
    const address = postgres === undefined ? { sqlite: { path } } : { postgres: { connectionString } }
    const storage = postgres === undefined ? await sqliteStorage({ path }) : await postgresStorage({ connectionString })
    const specs = Array.from({ length: RUNS }, (_, index) => spec(index))
    const enqueued = newEvent('RUN_ENQUEUED', { at: 1, payload: {} })
    await storage.runs.launchRuns(specs.map((one) => ({ spec: one, events: [enqueued] })))

    const task = JSON.stringify({ storage: address, limits: LIMITS, room: 4, processes: PROCESSES })
    const executing = Array.from({ length: PROCESSES }, () => promisify(execFile)(process.execPath, [PROGRAM, task]))
    const counts = (await Promise.all(executing)).map(({ stdout, stderr }) => {
      expect(stderr).toBe('')
      return Number(stdout)
    })
    expect(counts.reduce((sum, count) => sum + count)).toBe(RUNS)
    expect(Math.min(...counts)).toBeGreaterThan(0)

    const logs = await Promise.all(specs.map(({ runId }) => storage.eventLog.listEvents(runId, { limit: 99 })))
    const runs = specs.map(({ tags }, index) => {
      const events = logs[index] ?? []
      expect(interval(events, 'RUN_DEQUEUED', 'RUN_SUCCESS')).toEqual(interval(events, 'RUN_STARTING', 'RUN_SUCCESS'))
      return { tags, run: interval(events, 'RUN_STARTING', 'RUN_SUCCESS'), step: interval(events, 'STEP_START', 'STEP_SUCCESS') }
    })
    const having = (key: string, value?: string) =>
      runs.filter(({ tags }) => (value === undefined ? tags[key] !== undefined : tags[key] === value))
    const most = (some: typeof runs) => mostAtOnce(some.map(({ run }) => run))
    expect(most(runs)).toBeLessThanOrEqual(7)
    // More than one process would have had by itself; and exactly, or there was no contention and nothing was tested.
    expect(most(runs)).toBeGreaterThan(4)
    expect(most(having('team', 'ops'))).toBe(2)
    expect(most(having('heavy'))).toBe(3)
    for (const customer of new Set(having('customer').map(({ tags }) => tags['customer'])))
      expect(most(having('customer', customer))).toBe(1)
    expect(mostAtOnce(having('pool').map(({ step }) => step))).toBe(2)
    expect(await storage.slots.listSlots()).toEqual([])
    await storage.close()
    rmSync(folder, { recursive: true })
  }, 120_000)
})
