import { execFileSync } from 'node:child_process'
import { inspect } from 'node:util'
import type { StepStatus } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { ownPostgresServer } from '../../test/postgres-server.ts'
import { append, claimedRun, runSpec, stepRecord } from '../../test/runs.ts'
import { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from './postgres-storage.ts'

const server = ownPostgresServer()

const openStorage = (options: Partial<PostgresStorageOptions> = {}): Promise<PostgresStorage> =>
  postgresStorage({ connectionString: server.connectionString(), ...options })

async function failsWith(options: Partial<PostgresStorageOptions>, code: string, ...words: readonly string[]): Promise<void> {
  const error: unknown = await openStorage(options).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'FrameworkError', code })
  for (const word of words) expect((error as Error).message).toContain(word)
  const told = inspect(error, { depth: 9 })
  expect(told).not.toContain(server.password)
  expect(told).not.toContain(encodeURIComponent(server.password))
}

const name = (database = 'postgres'): string => `"${database}" on 127.0.0.1:${server.port()}`

test('a server that does not answer is named, with its host and database', async () => {
  const connectionString = server.connectionString({ port: 1, database: 'shop' })
  await failsWith({ connectionString }, 'STORAGE_UNREACHABLE', '"shop" on 127.0.0.1:1', 'ECONNREFUSED', 'host, port')
})

test('a host that nobody knows is named', async () => {
  await failsWith(
    { connectionString: 'postgres://me:correct%20horse@db.invalid/shop' },
    'STORAGE_UNREACHABLE',
    '"shop" on db.invalid:5432',
  )
})

test('a wrong password and an unknown user are told as such', async () => {
  await failsWith(
    { connectionString: server.connectionString({ password: 'wrong' }) },
    'STORAGE_LOGIN_REFUSED',
    name(),
    'user "owner"',
  )
  await failsWith(
    { connectionString: server.connectionString({ user: 'nobody' }) },
    'STORAGE_LOGIN_REFUSED',
    'Check user and password',
  )
})

test('a database that is not there is named', async () => {
  await failsWith(
    { connectionString: server.connectionString({ database: 'none' }) },
    'STORAGE_NO_DATABASE',
    name('none'),
    'Create it',
  )
})

test('what is no connection string or no schema name is refused before anything is connected', async () => {
  for (const connectionString of [
    '',
    'hello',
    'mysql://root:correct%20horse@localhost/x',
    'postgres://me:correct%20horse@[broken/x',
  ]) {
    await failsWith({ connectionString }, 'INVALID_CONNECTION_STRING', 'postgres://user:password@host:port/database')
  }
  for (const schema of ['', 'two words', 'a"b', 'x'.repeat(51)])
    await failsWith({ schema }, 'INVALID_SCHEMA_NAME', 'letters, digits')
})

test('a user without rights is told which; with a schema of its own nothing more is needed', async () => {
  await server.query(`create role poor login password '${server.password}'`)
  const connectionString = server.connectionString({ user: 'poor' })
  await failsWith(
    { connectionString, schema: 'Mine' },
    'STORAGE_FORBIDDEN',
    'user "poor"',
    'permission denied',
    'authorization "poor"',
  )
  await server.query('create schema "Mine"')
  await failsWith({ connectionString, schema: 'Mine' }, 'STORAGE_FORBIDDEN', 'authorization "poor"')
  await server.query('drop schema "Mine"; create schema "Mine" authorization poor')
  const storage = await openStorage({ connectionString, schema: 'Mine' })
  const runId = await claimedRun(storage)
  expect(await storage.runs.write([append(runId, 1, ['a'])])).toMatchObject([{ kind: 'written' }])
  await storage.close()
})

test('a database that takes no writes is told as such', async () => {
  await server.query(`create role reader login password '${server.password}'`)
  await server.query('grant create on database postgres to reader; alter role reader set default_transaction_read_only = on')
  const connectionString = server.connectionString({ user: 'reader' })
  await failsWith({ connectionString, schema: 'readers' }, 'STORAGE_UNWRITABLE', 'primary server')
})

test('a database that cannot hold every text is refused', async () => {
  await server.query(`create database latin encoding 'LATIN1' locale_provider 'libc' locale 'C' template template0`)
  await failsWith(
    { connectionString: server.connectionString({ database: 'latin' }) },
    'STORAGE_ENCODING',
    name('latin'),
    `encoding 'UTF8'`,
  )
})

test('a database of a newer Pawl is refused and left as it is', async () => {
  await (await openStorage({ schema: 'newer' })).close()
  await server.query(`insert into newer.pawl_migrations values (99, 'from the future', '2030-01-01T00:00:00Z')`)
  await failsWith({ schema: 'newer' }, 'DATABASE_TOO_NEW', name(), 'Upgrade Pawl')
  const versions = await server.query<{ version: number }>('select version from newer.pawl_migrations order by version')
  expect(versions.map(({ version }) => version).at(-1)).toBe(99)
})

test('a storage that is open when a newer Pawl adds a column works on', async () => {
  const storage = await openStorage({ schema: 'growing', maxConnections: 2 })
  const runId = await claimedRun(storage)
  const spec = runSpec()
  const work = async (batch: number): Promise<void> => {
    expect(await storage.runs.getRun(runId)).toMatchObject({ runId })
    const decided = { ...append(runId, batch, ['a']), also: () => ({ events: [] }) }
    expect(await storage.runs.write([decided])).toMatchObject([{ kind: 'written' }])
    await storage.runs.launchRuns([{ spec, events: [] }])
  }
  await work(1)
  await server.query('alter table growing.runs add column later text')
  await work(2)
  await storage.close()
})

test('opening says what it did to the schema', async () => {
  const [first, second] = [await openStorage({ schema: 'told' }), await openStorage({ schema: 'told' })]
  expect(first.migrated.applied.map(({ version }) => version)[0]).toBe(1)
  expect(second.migrated).toEqual({ version: first.migrated.version, applied: [] })
  await Promise.all([first.close(), second.close()])
})

test('texts are ordered by their bytes whatever the database was created with', async () => {
  const [{ sorted = '' } = {}] = await server.query<{ sorted: string }>(
    `select string_agg(word, '' order by word) as sorted from unnest(array['b', 'B', '_', 'a']) as words(word)`,
  )
  expect(sorted).toBe('_abB')
  const storage = await openStorage()
  await storage.runs.launchRuns([{ spec: runSpec({ createdAt: 1, tags: { a: '', B: '', _: '', b: '' } }), events: [] }])
  expect(await storage.runs.listTagSuggestions({ prefix: '', limit: 9 })).toEqual(['B', '_', 'a', 'b'])
  await storage.close()
})

test('JSON comes back as it was given, down to the order of its keys and U+0000', async () => {
  const storage = await openStorage()
  const config = { z: 1, a: { long: 'text', b: [1.5, 1e21, 5e-324] }, nul: '\u0000 \ud800 "\\', key: { '': null } }
  const runId = await claimedRun(storage, { config })
  const run = await storage.runs.getRun(runId)
  expect(JSON.stringify(run?.config)).toBe(JSON.stringify(config))
  await storage.runs.write([append(runId, 1, ['\u0000 \ud800'])])
  const [event] = await storage.eventLog.listEvents(runId, { limit: 1 })
  expect(event).toMatchObject({ payload: { message: '\u0000 \ud800' } })
  await storage.close()
})

test('a text that Postgres cannot hold is told as such, and nothing of its write is stored', async () => {
  const storage = await openStorage()
  const spec = runSpec({ tags: { team: 'a\u0000b' } })
  await expect(storage.runs.launchRuns([{ spec, events: [] }])).rejects.toMatchObject({
    code: 'STORAGE_TEXT_REFUSED',
    message: expect.stringContaining('U+0000'),
  })
  expect(await storage.runs.getRun(spec.runId)).toBeUndefined()
  await storage.close()
})

test('a value that can never be stored is told as such, and nothing of its write is stored', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  const bad = { ...append(runId, 1, ['one']), steps: [stepRecord({ status: 'NONSENSE' as StepStatus })] }
  await expect(storage.runs.write([bad])).rejects.toMatchObject({ code: 'STORAGE_VALUE_REFUSED' })
  const nul = { ...append(runId, 1, ['one']), steps: [stepRecord({ codeVersion: '\u0000' })] }
  await expect(storage.runs.write([nul])).rejects.toMatchObject({ code: 'STORAGE_TEXT_REFUSED' })
  expect(await storage.eventLog.countEvents(runId)).toMatchObject({ total: 0 })
  await storage.close()
})

test('many launches at once are one transaction, in any number', async () => {
  const storage = await openStorage({ schema: 'many' })
  const launches = Array.from({ length: 1201 }, () => ({ spec: runSpec({ idempotencyKey: null }), events: [] }))
  const again = launches.at(-1) ?? expect.fail()
  const results = await storage.runs.launchRuns([...launches, again])
  expect(results.map(({ kind }) => kind)).toEqual([...launches.map(() => 'launched'), 'already-launched'])
  expect(await storage.runs.countRuns({})).toBe(1201)
  const bad = { spec: { ...runSpec(), tags: { nul: '\u0000' } }, events: [] }
  const more = Array.from({ length: 600 }, () => ({ spec: runSpec(), events: [] }))
  await expect(storage.runs.launchRuns([...more, bad])).rejects.toMatchObject({ code: 'STORAGE_TEXT_REFUSED' })
  expect(await storage.runs.countRuns({})).toBe(1201)
  await storage.close()
})

test('a closed storage says so; closing lets what is under way end, and may be done twice', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  const writing = [1, 2, 3].map((batch) => storage.runs.write([append(runId, batch, ['a'])]))
  await Promise.all([storage.close(), storage.close()])
  expect((await Promise.all(writing)).flat().map(({ kind }) => kind)).toEqual(['written', 'written', 'written'])
  const closed = { code: 'STORAGE_CLOSED', message: expect.stringContaining(name()) }
  await expect(storage.runs.listRuns({ limit: 1 })).rejects.toMatchObject(closed)
  await expect(storage.runs.write([])).rejects.toMatchObject(closed)
})

test('the driver is loaded only when a database is opened', () => {
  const script = `
    import { createRequire } from 'node:module'
    import { postgresStorage, sqliteStorage } from '@pawl/storage'
    const isLoaded = (name) => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes(name))
    await (await sqliteStorage({ path: ':memory:' })).close()
    const before = isLoaded('/pg/')
    await (await postgresStorage({ connectionString: process.argv[1] })).close()
    console.log(JSON.stringify([before, isLoaded('/pg/')]))`
  const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', script, server.connectionString()]
  const output = execFileSync(process.execPath, args, { cwd: new URL('.', import.meta.url), encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([false, true])
})
