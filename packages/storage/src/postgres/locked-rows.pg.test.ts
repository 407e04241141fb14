import pg from 'pg'
import { expect, test } from 'vitest'
import { postgresServer } from '../../test/postgres-server.ts'
import { append, claimedRun, logged, messagesOf, runSpec } from '../../test/runs.ts'
import { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from './postgres-storage.ts'

const server = postgresServer()

const openStorage = (options: Partial<PostgresStorageOptions> = {}): Promise<PostgresStorage> =>
  postgresStorage({ connectionString: server.connectionString(), ...options })

/** Another program, in a transaction of its own. */
async function stranger(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.connectionString() })
  await client.connect()
  await client.query('set search_path = pawl; begin')
  return client
}

/** Resolves when some session waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const waiting = await server.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (waiting.length > 0) return
  }
}

const lock = (client: pg.Client, runId: string): Promise<unknown> =>
  client.query('select 1 from runs where id = $1 for update', [runId])

test('what is decided on a row that changes meanwhile is decided again, on the row as it is then', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  const other = await stranger()
  await lock(other, runId)
  const seen: (string | undefined)[] = []
  const writing = storage.runs.write([
    {
      ...append(runId, 1, ['a']),
      also: ({ tags }) => {
        seen.push(tags['by'])
        return { events: [logged(`after ${tags['by']}`)] }
      },
    },
  ])
  await someoneWaits()
  await other.query(`update runs set tags = '{"by":"a stranger"}' where id = $1`, [runId])
  await other.query('commit')
  expect(await writing).toMatchObject([{ kind: 'written', firstSeq: 1, nextSeq: 3 }])
  expect(seen).toEqual([undefined, 'a stranger'])
  expect(await messagesOf(storage, runId)).toEqual(['a', 'after a stranger'])
  await other.end()
  await storage.close()
})

test('of several runs none is written when one of them has changed', async () => {
  const storage = await openStorage()
  const [one, two] = [await claimedRun(storage), await claimedRun(storage)]
  const other = await stranger()
  await lock(other, two)
  const guard = { kind: 'status', statuses: ['STARTED'] } as const
  const also = () => ({ events: [] })
  const writing = storage.runs.write([
    { runId: one, guard, events: [logged('one')], also },
    { runId: two, guard, events: [logged('two')], also },
  ])
  await someoneWaits()
  await other.query(`update runs set status = 'CANCELED' where id = $1`, [two])
  await other.query('commit')
  expect(await writing).toMatchObject([
    { kind: 'written', firstSeq: 1, nextSeq: 2 },
    { kind: 'refused', status: 'CANCELED' },
  ])
  expect([await messagesOf(storage, one), await messagesOf(storage, two)]).toEqual([['one'], []])
  await other.end()
  await storage.close()
})

test('a fence that waited for a lock judges the row as it is then', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  const other = await stranger()
  await lock(other, runId)
  const zombie = storage.runs.write([append(runId, 1, ['zombie'])])
  await someoneWaits()
  await other.query('update runs set epoch = epoch + 1, last_batch = 0 where id = $1', [runId])
  await other.query('commit')
  expect(await zombie).toEqual([{ kind: 'refused', status: 'STARTED', epoch: 2 }])
  expect(await messagesOf(storage, runId)).toEqual([])
  await other.end()
  await storage.close()
})

test('a write that is the victim of a deadlock is tried again', async () => {
  const storage = await openStorage()
  const [first = '', second = ''] = [await claimedRun(storage), await claimedRun(storage)].sort()
  const other = await stranger()
  await lock(other, second)
  const writing = storage.runs.write([append(first, 1, ['a']), append(second, 1, ['b'])])
  await someoneWaits()
  // It has the first and waits for the second: the server ends the one that finds the circle.
  await other.query(`set local deadlock_timeout = '1min'`)
  await lock(other, first)
  await other.query('commit')
  expect(await writing).toMatchObject([{ kind: 'written' }, { kind: 'written' }])
  expect([await messagesOf(storage, first), await messagesOf(storage, second)]).toEqual([['a'], ['b']])
  await other.end()
  await storage.close()
})

test('a supervisor says that it lives, and runs are written, however many reads are slow', async () => {
  const storage = await openStorage({ maxConnections: 4 })
  const runId = await claimedRun(storage)
  const spec = { supervisorId: 'alive', hostId: 'here', pid: 1, socketPath: null, leaseMs: 1000, startedAt: 1 }
  await storage.supervisors.register(spec)
  const other = await stranger()
  await other.query('lock table events in access exclusive mode')
  const reads = Array.from({ length: 20 }, () => storage.eventLog.listEvents(runId, { limit: 1 }))
  await someoneWaits()
  expect(await storage.supervisors.renew('alive')).toBe(true)
  expect(await storage.runs.write([append(runId, 1, [])])).toMatchObject([{ kind: 'written' }])
  await other.query('commit')
  await Promise.all(reads)
  await other.end()
  await storage.close()
})

test('a claim and a death of its supervisor come one after the other', async () => {
  const storage = await openStorage()
  const [one, two] = [runSpec(), runSpec()]
  await storage.runs.launchRuns([
    { spec: one, events: [] },
    { spec: two, events: [] },
  ])
  const spec = { supervisorId: 'mortal', hostId: 'here', pid: 1, socketPath: null, leaseMs: 1000, startedAt: 1 }
  await storage.supervisors.register(spec)
  const round = (runId: string) => ({
    supervisorId: 'mortal',
    runs: [{ runId, epoch: 0 }],
    readsInProgress: true,
    decide: () => () => ({ events: [], change: { status: 'STARTING', owner: 'mortal', raiseEpoch: true } as const }),
    alongside: [],
  })
  const other = await stranger()
  await lock(other, one.runId)
  const claiming = storage.queue.claimRuns(round(one.runId))
  await someoneWaits()
  const dying = storage.supervisors.declareDead({ supervisorId: 'mortal', beat: 0 })
  const late = storage.queue.claimRuns(round(two.runId))
  await other.query('commit')
  expect((await claiming).claims).toMatchObject([{ kind: 'claimed' }])
  expect(await dying).toBe(true)
  // Which of the two came first is not said; a claim that was made is found by whoever looks for what the dead has left.
  const { claims } = await late
  const abandoned = (await storage.supervisors.listAbandonedRuns({ limit: 100 })).filter(({ owner }) => owner === 'mortal')
  const claimed = claims[0]?.kind === 'claimed' ? [one.runId, two.runId] : [one.runId]
  expect(abandoned.map(({ runId }) => runId).sort()).toEqual(claimed.sort())
  await other.end()
  await storage.close()
})

test('a row that is locked for longer than a statement may take is named as such, and nothing is written', async () => {
  const storage = await openStorage({ statementTimeoutMs: 100 })
  const runId = await claimedRun(storage)
  const other = await stranger()
  await lock(other, runId)
  await expect(storage.runs.write([append(runId, 1, ['a'])])).rejects.toMatchObject({
    code: 'STORAGE_TIMEOUT',
    message: expect.stringContaining('raise statementTimeoutMs'),
    details: { postgres: '57014', database: server.database, schema: 'pawl' },
  })
  await other.end()
  expect(await storage.runs.write([append(runId, 1, ['a'])])).toMatchObject([{ kind: 'written', firstSeq: 1 }])
  await storage.close()
})
