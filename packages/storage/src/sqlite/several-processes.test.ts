import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { messagesOf, runSpec } from '../../test/runs.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { type SqliteStorage, sqliteStorage } from './sqlite-storage.ts'

const PROCESSES = 4
const APPENDS = 2000
const MEBIBYTE = 1024 * 1024

const folder = temporaryFolder()
const script = new URL('../../test/append-many.ts', import.meta.url).pathname

interface Report {
  readonly runId: string
  readonly pid: number
  readonly kinds: Readonly<Record<string, number>>
}

async function appendInProcess(path: string, sharedRunId: string): Promise<Report> {
  const args = ['--conditions=@pawl/source', script, path, sharedRunId, String(APPENDS)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args)
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Report
}

/** Follows the shared run's log as a subscriber does, and watches how long the write-ahead log grows. */
async function follow(storage: SqliteStorage, runId: string, walPath: string, done: Promise<unknown>) {
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
    longest = Math.max(longest, statSync(walPath).size)
    await pause(20)
  }
  return { seqs, longest }
}

const pathOf = (name: string): string => join(folder, name)

test('four processes append to one file at once: nothing is lost, no number is missing, no lock reaches anyone', async () => {
  const path = pathOf('shared.db')
  const storage = await sqliteStorage({ path })
  const spec = runSpec()
  await storage.runs.launchRuns([{ spec, events: [] }])
  const appending = Promise.all(Array.from({ length: PROCESSES }, () => appendInProcess(path, spec.runId)))
  const [reports, followed] = await Promise.all([appending, follow(storage, spec.runId, `${path}-wal`, appending)])

  for (const { runId, pid, kinds } of reports) {
    expect(kinds).toEqual({ written: APPENDS + APPENDS / 10 })
    expect(await messagesOf(storage, runId)).toEqual(Array.from({ length: APPENDS }, (_, n) => `${pid} ${n + 1}`))
    expect((await storage.runs.getRun(runId))?.nextSeq).toBe(APPENDS + 1)
  }
  const shared = (PROCESSES * APPENDS) / 10
  expect(followed.seqs).toEqual(Array.from({ length: shared }, (_, n) => n + 1))
  expect(new Set(await messagesOf(storage, spec.runId)).size).toBe(shared)
  expect(followed.longest).toBeLessThan(64 * MEBIBYTE)
  await storage.close()
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
