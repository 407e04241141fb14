import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { runSpec } from '../../test/runs.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { queuedRunRow } from '../rows/run-row.ts'
import { openDatabase } from './open-database.ts'
import { sqliteStorage } from './sqlite-storage.ts'

const folder = temporaryFolder()
const pathOf = (name: string): string => join(folder, name, 'pawl.db')

const failsWith = async (path: string, code: string, wayOut: string): Promise<void> => {
  const opening = sqliteStorage({ path })
  await expect(opening).rejects.toMatchObject({ name: 'FrameworkError', code, message: expect.stringContaining(`"${path}"`) })
  await expect(opening).rejects.toThrow(wayOut)
}

test('the folder of the database is made', async () => {
  const storage = await sqliteStorage({ path: pathOf('some/new/folder') })
  expect(await storage.runs.countRuns({})).toBe(0)
  await storage.close()
})

test('a file that is no database is refused and left as it is', async () => {
  const path = join(folder, 'notes.txt')
  writeFileSync(path, 'not a database, '.repeat(300))
  await failsWith(path, 'STORAGE_DAMAGED', 'choose another path')
})

test('a database whose pages are damaged is refused', async () => {
  const path = pathOf('damaged')
  await (await sqliteStorage({ path })).close()
  const bytes = new Database(path).serialize()
  writeFileSync(path, bytes.fill(0x5a, 100, 4096))
  await failsWith(path, 'STORAGE_DAMAGED', 'Restore it from a copy')
})

test('a path that is a folder, or lies below a file, is refused', async () => {
  mkdirSync(join(folder, 'a-folder'))
  writeFileSync(join(folder, 'a-file'), '')
  await failsWith(join(folder, 'a-folder'), 'STORAGE_UNWRITABLE', 'names a file')
  await failsWith(join(folder, 'a-file', 'pawl.db'), 'STORAGE_UNWRITABLE', 'Choose a path')
})

test('a database of a newer Pawl is refused and left as it is', async () => {
  const path = pathOf('newer')
  await (await sqliteStorage({ path })).close()
  const db = new Database(path)
  db.prepare(`insert into pawl_migrations values (99, 'from the future', '2030-01-01T00:00:00Z')`).run()
  const before = db.serialize()
  await failsWith(path, 'DATABASE_TOO_NEW', 'Upgrade Pawl')
  expect(db.serialize().equals(before)).toBe(true)
  db.close()
})

test('a commit has reached the disk before it is answered, and references between tables are kept', () => {
  const { db } = openDatabase(pathOf('settings'))
  const setting = (name: string): unknown => db.pragma(name, { simple: true })
  const full = 2
  expect([setting('journal_mode'), setting('synchronous'), setting('foreign_keys')]).toEqual(['wal', full, 1])
  expect(() => db.exec(`insert into run_tags values ('no such run', 'key', 'value', 1)`)).toThrow('FOREIGN KEY')
  db.close()
})

test('the tables refuse statuses and run ids that are none', () => {
  const { db, statements } = openDatabase(pathOf('checks'))
  const row = queuedRunRow(runSpec(), 0)
  for (const wrong of [{ status: 'DONE' }, { id: 'run-1' }, { strategy: 'SOME' }]) {
    expect(() => statements.insertRun.run({ ...row, ...wrong })).toThrow('CHECK constraint failed')
  }
  expect(statements.insertRun.run(row).changes).toBe(1)
  db.close()
})

test('the driver is loaded only when a database is opened', () => {
  const script = `
    import { createRequire } from 'node:module'
    import { sqliteStorage } from '@pawl/storage'
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('better-sqlite3'))
    const before = isLoaded()
    await (await sqliteStorage({ path: ':memory:' })).close()
    console.log(JSON.stringify([before, isLoaded()]))`
  const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', script]
  const output = execFileSync(process.execPath, args, { cwd: new URL('.', import.meta.url), encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([false, true])
})
