import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { postgresObstacle } from '../../storage/test/postgres-obstacle.ts'
import { newDatabase } from '../../storage/test/postgres-server.ts'
import { runOnPostgres, runOnSqlite } from '../../storage/test/run-sql.ts'
import { type Finished, packagesFolder, pawl } from './test-project.ts'

const obstacle = postgresObstacle()
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A project on a database of its own. */
interface DbProject {
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  pawl(...args: readonly string[]): Promise<Finished>
  /** Runs one statement on its database. */
  change(statement: string): Promise<void>
}

async function onSqlite(): Promise<DbProject> {
  const directory = packagesFolder()
  folders.push(directory)
  writeFileSync(join(directory, 'pawl.config.mjs'), 'export default {}\n')
  return {
    directory,
    env: {},
    pawl: (...args) => pawl(args, { cwd: directory }),
    change: async (statement) => runOnSqlite(join(directory, '.pawl/pawl.db'), statement),
  }
}

async function onPostgres(): Promise<DbProject> {
  const directory = packagesFolder()
  folders.push(directory)
  const connectionString = await newDatabase()
  const config = `export default { storage: { postgres: { connectionString: { env: 'DATABASE_URL' } } } }\n`
  writeFileSync(join(directory, 'pawl.config.mjs'), config)
  const env = { DATABASE_URL: connectionString }
  return {
    directory,
    env,
    pawl: (...args) => pawl(args, { cwd: directory, env }),
    change: (statement) => runOnPostgres(connectionString, statement),
  }
}

const json = ({ stdout }: Finished): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>

describe.each([
  ['SQLite', onSqlite, undefined],
  ['Postgres', onPostgres, obstacle],
] as const)('on %s', (_, newProject, reason) => {
  describe.skipIf(reason !== undefined)(reason ?? 'the database', () => {
    test('of several processes that migrate a new database at once, one does it, and all find it done', async () => {
      const project = await newProject()
      const finished = await Promise.all(Array.from({ length: 4 }, () => project.pawl('db', 'migrate', '--json')))
      expect(finished.map(({ code, stderr }) => ({ code, stderr }))).toEqual(finished.map(() => ({ code: 0, stderr: '' })))
      const told = finished.map(json)
      expect(new Set(told.map(({ version }) => version)).size).toBe(1)
      const steps = told.map(({ applied }) => (applied as unknown[]).length)
      expect(steps.filter((count) => count > 0)).toEqual([told[0]?.['version']])
    }, 60_000)

    test('status looks without making or changing anything, and says what is missing', async () => {
      const project = await newProject()
      expect(await project.pawl('db', 'status')).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^The database .* has nothing in it yet\. "pawl db migrate" makes its tables/),
      })
      const empty = json(await project.pawl('db', 'status', '--json'))
      const { applied } = json(await project.pawl('db', 'migrate', '--json'))
      expect(empty).toMatchObject({ version: 0, missing: applied })
      expect((await project.pawl('db', 'status')).stdout).toMatch(/^The database .* is up to date, at version \d+\.\n$/)
      await project.change('delete from pawl_migrations where version > 3')
      expect((await project.pawl('db', 'status')).stdout).toMatch(
        /is at version 3; \d migrations? will follow, by "pawl db migrate" or whatever opens it first:\n {2}4 {2}\S/,
      )
    }, 60_000)

    test('a database of a newer Pawl is refused by every command in one line, and left as it is', async () => {
      const project = await newProject()
      await project.pawl('db', 'migrate')
      await project.change(`insert into pawl_migrations values (99, 'from the future', '2030-01-01T00:00:00Z')`)
      for (const args of [
        ['db', 'migrate'],
        ['run', 'list'],
      ]) {
        const { code, stderr, stdout } = await project.pawl(...args, '--json')
        expect({ code, stderr }).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/^error: .*schema version 99.*Upgrade Pawl.*\n$/),
        })
        expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'DATABASE_TOO_NEW' } })
      }
      const status = await project.pawl('db', 'status')
      expect(status).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/is at version 99; this Pawl knows versions up to \d+\. Upgrade Pawl\.\n$/),
      })
    }, 60_000)
  })
})

describe('a connection string that does not lead there', () => {
  const project = (connectionString: string): string => {
    const directory = mkdtempSync(join(tmpdir(), 'pawl-db-'))
    folders.push(directory)
    writeFileSync(
      join(directory, 'pawl.config.mjs'),
      `export default { storage: { postgres: { connectionString: ${connectionString} } } }\n`,
    )
    return directory
  }

  test('a variable that is not set is named', async () => {
    const named = await pawl(['db', 'status'], { cwd: project(`{ env: 'NO_SUCH_DATABASE_URL' }`) })
    expect(named).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The environment variable NO_SUCH_DATABASE_URL is not set'),
    })
    const read = await pawl(['db', 'status'], { cwd: project('process.env.NO_SUCH_DATABASE_URL') })
    expect(read).toMatchObject({ code: 1, stderr: expect.stringContaining('(is the variable it comes from set?)') })
  })

  test.each([
    ['a server that is not there', 'postgres://pawl:correct-horse-battery@127.0.0.1:1/pawl', 'STORAGE_UNREACHABLE'],
    ['no connection string at all', 'postgres://pawl:correct-horse-battery@[127.0.0.1/pawl', 'INVALID_CONNECTION_STRING'],
  ])('%s: the error never holds the password', async (_, connectionString, code) => {
    const cwd = project(`{ env: 'DATABASE_URL' }`)
    for (const args of [
      ['db', 'migrate', '--debug'],
      ['run', 'list', '--json', '--debug'],
    ]) {
      const { code: exit, stdout, stderr } = await pawl(args, { cwd, env: { DATABASE_URL: connectionString } })
      expect(exit).toBe(1)
      if (args.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
      expect(stdout + stderr).not.toContain('correct-horse-battery')
    }
  })
})
