import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { postgresServer } from '../../test/postgres-server.ts'
import { append, claimedRun, runSpec } from '../../test/runs.ts'
import { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from './postgres-storage.ts'

const server = postgresServer()
const opened: PostgresStorage[] = []

async function openStorage(options: Partial<PostgresStorageOptions> = {}): Promise<PostgresStorage> {
  const storage = await postgresStorage({ connectionString: server.connectionString(), maxConnections: 2, ...options })
  opened.push(storage)
  return storage
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()))
})

const listening = (): Promise<{ pid: number }[]> =>
  server.query(`select pid from pg_stat_activity where query like 'listen %' and state = 'idle' and datname = current_database()`)

const becomesTrue = (check: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitUntil(check, { timeout: 20_000, interval: 10 }).then(() => {})

const untilListening = (): Promise<void> => becomesTrue(async () => (await listening()).length === 1)

test('whoever listens hears of every run that others launch or write, and what became of it', async () => {
  const [storage, other] = [await openStorage(), await openStorage()]
  const heard: string[] = []
  storage.hints.listen((runId, what) => heard.push(`${what} ${runId}`))
  await untilListening()
  const runId = await claimedRun(other)
  await becomesTrue(() => heard.length === 2)
  await other.runs.write([append(runId, 1, ['a'])])
  await becomesTrue(() => heard.length === 3)
  const retry = runSpec({ retryOfRunId: runId })
  const change = { status: 'FAILURE', endedAt: 1 } as const
  const also = () => ({ events: [], launches: [{ spec: retry, events: [] }] })
  await other.runs.write([{ ...append(runId, 2, []), change, also }])
  await becomesTrue(() => heard.length === 5)
  expect(heard.slice(0, 3)).toEqual([`queued ${runId}`, `changed ${runId}`, `changed ${runId}`])
  expect(heard.slice(3).sort()).toEqual([`ended ${runId}`, `queued ${retry.runId}`].sort())
})

test('what was not written is not told, nor what the storage itself has written', async () => {
  const [storage, other] = [await openStorage(), await openStorage()]
  const runId = await claimedRun(other)
  const heard: string[] = []
  storage.hints.listen((run) => heard.push(run))
  await untilListening()
  await other.runs.write([{ ...append(runId, 1, []), guard: { kind: 'writer', epoch: 9, batch: 1 } }])
  await claimedRun(storage)
  const last = await claimedRun(other)
  await becomesTrue(() => heard.length === 2)
  expect(heard).toEqual([last, last])
})

test('a connection that is lost is made again', async () => {
  const [storage, other] = [await openStorage(), await openStorage()]
  const heard: string[] = []
  storage.hints.listen((runId) => heard.push(runId))
  await untilListening()
  const [before] = await listening()
  await server.query('select pg_terminate_backend($1)', [before?.pid])
  await becomesTrue(async () => (await listening()).some(({ pid }) => pid !== before?.pid))
  const runId = await claimedRun(other)
  await becomesTrue(() => heard.includes(runId))
})

test('there is one connection for all who listen, and none when nobody does', async () => {
  const [storage, other] = [await openStorage(), await openStorage()]
  const [first, second]: string[][] = [[], []]
  const stopFirst = storage.hints.listen((runId) => first?.push(runId))
  const stopSecond = storage.hints.listen((runId) => second?.push(runId))
  await untilListening()
  const one = await claimedRun(other)
  await becomesTrue(() => second?.includes(one) === true && first?.includes(one) === true)
  stopFirst()
  stopFirst()
  const two = await claimedRun(other)
  await becomesTrue(() => second?.includes(two) === true)
  expect(first).not.toContain(two)
  stopSecond()
  await becomesTrue(async () => (await listening()).length === 0)
  const third: string[] = []
  storage.hints.listen((runId) => third.push(runId))
  await untilListening()
  const three = await claimedRun(other)
  await becomesTrue(() => third.includes(three))
})

test('each schema hears of its own runs only, and nobody of a storage without hints', async () => {
  const [storage, other, elsewhere, silent] = [
    await openStorage(),
    await openStorage(),
    await openStorage({ schema: 'elsewhere' }),
    await openStorage({ hints: false }),
  ]
  const heard: string[] = []
  storage.hints.listen((runId) => heard.push(runId))
  await untilListening()
  await claimedRun(elsewhere)
  await claimedRun(silent)
  const mine = await claimedRun(other)
  await becomesTrue(() => heard.length === 2)
  expect(heard).toEqual([mine, mine])
})

test('one who listens and forgets to stop keeps no process alive after the storage is closed', async () => {
  const code = `const { postgresStorage } = await import('@pawl/storage')
    const storage = await postgresStorage({ connectionString: process.argv[1] })
    storage.hints.listen(() => {})
    await storage.close()
    console.log('closed')`
  const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', code, server.connectionString()]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: new URL('.', import.meta.url) })
  expect(stdout).toBe('closed\n')
})
