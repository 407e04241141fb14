import { join } from 'node:path'
import { type Clock, systemClock } from '@pawl/core/plugin'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { append, claimedRun, messagesOf } from '../../test/runs.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openDatabase } from './open-database.ts'
import { sqliteStorage, storageOn } from './sqlite-storage.ts'

const folder = temporaryFolder()

/** A clock that calls `onPause` each time somebody waits for the lock. */
const watchedClock = (onPause: (pauses: number) => void): Clock => {
  let pauses = 0
  return {
    now: systemClock.now,
    sleep: (ms, signal) => {
      onPause(++pauses)
      return systemClock.sleep(ms, signal)
    },
  }
}

test('writes sent while another process holds the lock all come through, in the order they were sent', async () => {
  const path = join(folder, 'held.db')
  const other = new Database(path)
  const clock = watchedClock((pauses) => {
    if (pauses === 6) other.exec('rollback')
  })
  const storage = await sqliteStorage({ path, clock })
  const runId = await claimedRun(storage)
  other.exec('begin immediate')
  const messages = Array.from({ length: 10 }, (_, n) => `message ${n}`)
  const results = await Promise.all(messages.map((message, n) => storage.runs.write([append(runId, n + 1, [message])])))
  expect(results.flat().map(({ kind }) => kind)).toEqual(messages.map(() => 'written'))
  expect(await messagesOf(storage, runId)).toEqual(messages)
  await storage.close()
  other.close()
})

test('while another process holds the lock reads go on', async () => {
  const path = join(folder, 'readable.db')
  const storage = await sqliteStorage({ path })
  const runId = await claimedRun(storage)
  const other = new Database(path)
  other.exec('begin immediate; update runs set priority = 5')
  expect(await storage.runs.getRun(runId)).toMatchObject({ priority: 0 })
  expect(await storage.runs.listRuns({ limit: 9 })).toHaveLength(1)
  other.close()
  await storage.close()
})

test('a lock that is never given back fails the write with a clear error, and a later write works', async () => {
  const path = join(folder, 'stuck.db')
  const storage = await sqliteStorage({ path, busyDeadlineMs: 60 })
  const runId = await claimedRun(storage)
  const other = new Database(path)
  other.exec('begin immediate')
  await expect(storage.runs.write([append(runId, 1, ['late'])])).rejects.toMatchObject({
    code: 'STORAGE_BUSY',
    message: expect.stringContaining(path),
  })
  other.exec('rollback')
  other.close()
  expect(await storage.runs.write([append(runId, 1, ['on time'])])).toMatchObject([{ kind: 'written' }])
  expect(await messagesOf(storage, runId)).toEqual(['on time'])
  await storage.close()
})

test('when the disk is full nothing of the write remains, and the storage works again when there is room', async () => {
  const path = join(folder, 'full.db')
  const database = openDatabase(path)
  const storage = storageOn(database, { path, busyDeadlineMs: 1000, clock: systemClock, random: Math.random })
  const [one, two] = [await claimedRun(storage), await claimedRun(storage)]
  // SQLite answers as it does on a full disk when a database may not grow.
  const pages = database.db.pragma('page_count', { simple: true })
  database.db.pragma(`max_page_count = ${pages}`)
  const big = Array.from({ length: 50 }, () => 'x'.repeat(10_000))
  await expect(storage.runs.write([append(one, 1, ['small']), append(two, 1, big)])).rejects.toMatchObject({
    code: 'STORAGE_FULL',
    message: expect.stringContaining(path),
  })
  expect([await messagesOf(storage, one), await messagesOf(storage, two)]).toEqual([[], []])
  expect(await storage.runs.getRun(one)).toMatchObject({ nextSeq: 1, lastBatch: 0 })
  database.db.pragma('max_page_count = 1000000')
  expect(await storage.runs.write([append(one, 1, ['small']), append(two, 1, big)])).toMatchObject([
    { kind: 'written' },
    { kind: 'written' },
  ])
  await storage.close()
})
