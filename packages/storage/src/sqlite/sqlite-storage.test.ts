import { join } from 'node:path'
import type { StepStatus } from '@pawl/core/plugin'
import { testRunStorage } from '@pawl/testing/conformance'
import { expect, test } from 'vitest'
import { append, claimedRun, messagesOf, stepRecord } from '../../test/runs.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { sqliteStorage } from './sqlite-storage.ts'

const folder = temporaryFolder()
let files = 0
const freshPath = (): string => join(folder, `${files++}`, 'pawl.db')

testRunStorage('SQLite file', { create: () => sqliteStorage({ path: freshPath() }) })
testRunStorage('SQLite in memory', { create: () => sqliteStorage({ path: ':memory:' }) })

test('what was written is there after the file is opened anew', async () => {
  const path = freshPath()
  const first = await sqliteStorage({ path })
  const runId = await claimedRun(first, { tags: { team: 'ops' } })
  await first.runs.write([append(runId, 1, ['one', 'two'])])
  const run = await first.runs.getRun(runId)
  await first.close()

  const second = await sqliteStorage({ path })
  expect(await second.runs.getRun(runId)).toEqual(run)
  expect(await messagesOf(second, runId)).toEqual(['one', 'two'])
  await second.close()
})

test('closing lets what is under way end, and may be done twice', async () => {
  const path = freshPath()
  const storage = await sqliteStorage({ path })
  const runId = await claimedRun(storage)
  const messages = Array.from({ length: 2500 }, (_, n) => `message ${n}`)
  const writing = storage.runs.write([append(runId, 1, messages)])
  const reading = storage.eventLog.countEvents(runId, { text: 'message' })
  await Promise.all([storage.close(), storage.close()])
  expect(await writing).toMatchObject([{ kind: 'written' }])
  expect(await reading).toMatchObject({ total: messages.length })
})

test('a value that can never be stored is told as such, and nothing of its write is stored', async () => {
  const path = freshPath()
  const storage = await sqliteStorage({ path })
  const runId = await claimedRun(storage)
  const bad = { ...append(runId, 1, ['one']), steps: [stepRecord({ status: 'NONSENSE' as StepStatus })] }
  await expect(storage.runs.write([bad])).rejects.toMatchObject({ code: 'STORAGE_VALUE_REFUSED' })
  expect(await messagesOf(storage, runId)).toEqual([])
  await storage.close()
})

test('a closed storage says so', async () => {
  const path = freshPath()
  const storage = await sqliteStorage({ path })
  await storage.close()
  const closed = { code: 'STORAGE_CLOSED', message: expect.stringContaining(path) }
  await expect(storage.runs.listRuns({ limit: 1 })).rejects.toMatchObject(closed)
  await expect(storage.runs.write([])).rejects.toMatchObject(closed)
})

test('a text search through a long log finds what is far inside it, forwards and backwards', async () => {
  const storage = await sqliteStorage({ path: freshPath() })
  const runId = await claimedRun(storage)
  const messages = Array.from({ length: 3000 }, (_, n) => (n % 1400 === 7 ? `needle ${n}` : `hay ${n}`))
  await storage.runs.write([append(runId, 1, messages)])
  const filter = { text: 'NEEDLE' }
  const seqs = async (page: object): Promise<number[]> =>
    (await storage.eventLog.listEvents(runId, { limit: 2, filter, ...page })).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([8, 1408])
  expect(await seqs({ beforeSeq: 10_000 })).toEqual([2808, 1408])
  expect(await storage.eventLog.countEvents(runId, filter)).toMatchObject({ total: 3 })
  await storage.close()
})
