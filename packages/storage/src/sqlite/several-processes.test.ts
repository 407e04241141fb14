import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { appendInProcesses } from '../../test/append-in-processes.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { sqliteStorage } from './sqlite-storage.ts'

const PROCESSES = 4
const APPENDS = 2000
const MEBIBYTE = 1024 * 1024

const folder = temporaryFolder()
const pathOf = (name: string): string => join(folder, name)

/** Follows the shared run's log as a subscriber does, and watches how long the write-ahead log grows. */
async function follow(path: string, runId: string, done: Promise<unknown>): Promise<void> {
  const storage = await sqliteStorage({ path })
  const seqs: number[] = []
  let longest = 0
  let over = false
  void done.finally(() => {
    over = true
  })
  for (let last = false; !last; ) {
    last = over
    const events = await storage.eventLog.listEvents(runId, { afterSeq: seqs.length, limit: 1000 })
    seqs.push(...events.map(({ seq }) => seq))
    longest = Math.max(longest, statSync(`${path}-wal`).size)
    await pause(20)
  }
  await storage.close()
  expect(seqs).toEqual(Array.from({ length: (PROCESSES * APPENDS) / 10 }, (_, n) => n + 1))
  expect(longest).toBeLessThan(64 * MEBIBYTE)
}

test('four processes append to one file at once: nothing is lost, no number is missing, no lock reaches anyone', async () => {
  const path = pathOf('shared.db')
  const size = { processes: PROCESSES, appends: APPENDS }
  await appendInProcesses({ sqlite: { path } }, size, (runId, done) => follow(path, runId, done))
}, 120_000)

test('processes that open a new database at once find it made once', async () => {
  const opened = await Promise.all(
    Array.from({ length: PROCESSES }, () => {
      const code = `const { sqliteStorage } = await import('@pawl/storage')
        const storage = await sqliteStorage({ path: process.argv[1] })
        console.log(await storage.runs.countRuns({}))
        await storage.close()`
      const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', code, pathOf('new.db')]
      return promisify(execFile)(process.execPath, args, { cwd: new URL('.', import.meta.url) })
    }),
  )
  expect(opened.map(({ stdout, stderr }) => [stdout, stderr])).toEqual(opened.map(() => ['0\n', '']))
})
