import type { RunWrite } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnswerEater, answerEater } from '../../test/answer-eater.ts'
import { ownPostgresServer } from '../../test/postgres-server.ts'
import { append, claimedRun, logged, messagesOf, runSpec } from '../../test/runs.ts'
import { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from './postgres-storage.ts'

const server = ownPostgresServer()
let eater: AnswerEater
beforeAll(async () => {
  eater = await answerEater(server.port())
}, 240_000)
afterAll(() => eater.close())

/** A storage whose connections go by the eater, each kind of them in use already. */
async function openStorage(options: Partial<PostgresStorageOptions> = {}): Promise<PostgresStorage> {
  const connectionString = server.connectionString({ port: eater.port })
  const storage = await postgresStorage({ connectionString, schema: 'lost', maxConnections: 2, hints: false, ...options })
  await claimedRun(storage)
  return storage
}

const end = (runId: string, retryId: string): RunWrite => ({
  ...append(runId, 1, ['last']),
  change: { status: 'FAILURE', endedAt: 1 },
  also: () => ({
    events: [logged('will be tried again')],
    launches: [{ spec: runSpec({ runId: retryId, rootRunId: retryId, retryOfRunId: runId }), events: [logged('queued')] }],
  }),
})

test('a batch whose answer is lost after the commit is asked for again, and written once', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  eater.loseAnswer()
  expect(await storage.runs.write([append(runId, 1, ['a', 'b'])])).toEqual([{ kind: 'already-written', status: 'STARTED' }])
  expect(await storage.runs.write([append(runId, 2, ['c'])])).toMatchObject([{ kind: 'written', firstSeq: 3 }])
  expect(await messagesOf(storage, runId)).toEqual(['a', 'b', 'c'])
  await storage.close()
})

test('an end with a retry run whose answer is lost happens once', async () => {
  const storage = await openStorage()
  const [runId, retryId] = [await claimedRun(storage), runSpec().runId]
  eater.loseAnswer({ after: 1 })
  expect(await storage.runs.write([end(runId, retryId)])).toEqual([{ kind: 'already-written', status: 'FAILURE' }])
  expect(await messagesOf(storage, runId)).toEqual(['last', 'will be tried again'])
  expect(await storage.runs.getRun(retryId)).toMatchObject({ status: 'QUEUED', retryOfRunId: runId, nextSeq: 2 })
  await storage.close()
})

test('a connection that is lost before anything is written costs nothing', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  // The first of the two answers is that of reading the run.
  eater.loseAnswer()
  const guard = { kind: 'status', statuses: ['STARTED'] } as const
  const decided: RunWrite = { runId, guard, events: [], also: ({ nextSeq }) => ({ events: [logged(`${nextSeq}`)] }) }
  expect(await storage.runs.write([decided])).toMatchObject([{ kind: 'written' }])
  expect(await messagesOf(storage, runId)).toEqual(['1'])
  await storage.close()
})

test('a launch whose answer is lost is one run', async () => {
  const storage = await openStorage()
  const spec = runSpec({ idempotencyKey: 'once', requestHash: 'same' })
  eater.loseAnswer()
  const [result] = await storage.runs.launchRuns([{ spec, events: [logged('queued')] }])
  expect(result).toMatchObject({ kind: 'already-launched', run: { runId: spec.runId, nextSeq: 2 } })
  await storage.close()
})

test('a write that may not be repeated is not: its caller is told that nobody knows', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  const guard = { kind: 'status', statuses: ['STARTED'] } as const
  const unrepeatable: readonly RunWrite[] = [
    { runId, guard, events: [logged('by status')] },
    { ...append(runId, 1, ['raising']), change: { raiseEpoch: true } },
    {
      runId,
      guard: { kind: 'writer', epoch: 2, batch: 1 },
      events: [],
      also: () => ({ events: [logged('raising also')], change: { raiseEpoch: true } }),
    },
  ]
  for (const write of unrepeatable) {
    // The connection of the one before is gone.
    await claimedRun(storage)
    eater.loseAnswer({ after: write.also === undefined ? 0 : 1 })
    await expect(storage.runs.write([write])).rejects.toMatchObject({
      code: 'STORAGE_CONNECTION_LOST',
      message: expect.stringContaining('Whether it was stored is not known'),
    })
  }
  expect(await messagesOf(storage, runId)).toEqual(['by status', 'raising', 'raising also'])
  expect(await storage.runs.getRun(runId)).toMatchObject({ epoch: 3 })
  await storage.close()
})

test('reads are repeated', async () => {
  const storage = await openStorage()
  const runId = await claimedRun(storage)
  await storage.runs.write([append(runId, 1, ['a'])])
  await messagesOf(storage, runId)
  eater.loseAnswer()
  expect(await messagesOf(storage, runId)).toEqual(['a'])
  eater.loseAnswer()
  expect(await storage.runs.getRun(runId)).toMatchObject({ runId })
  await storage.close()
})

test('writers lose and double nothing while their connections are cut again and again', async () => {
  const storage = await openStorage({ maxConnections: 6 })
  const runIds = await Promise.all(Array.from({ length: 4 }, () => claimedRun(storage)))
  const messages = Array.from({ length: 80 }, (_, n) => `${n}`)
  const kinds = new Set<string | undefined>()
  const write = async (runId: string): Promise<void> => {
    for (const [n, message] of messages.entries()) {
      if (n % 8 === 5) setTimeout(() => eater.cutAll(), n % 3)
      const also = n % 3 === 0 ? { also: () => ({ events: [] }) } : {}
      const [result] = await storage.runs.write([{ ...append(runId, n + 1, [message]), ...also }])
      kinds.add(result?.kind)
    }
  }
  await Promise.all(runIds.map(write))
  for (const runId of runIds) expect(await messagesOf(storage, runId)).toEqual(messages)
  expect(kinds).not.toContain('refused')
  await storage.close()
}, 60_000)

test('a server that is started again is waited for; one that stays away is named, without a password', async () => {
  const storage = await openStorage({ schema: 'away', busyDeadlineMs: 20_000 })
  const impatient = await openStorage({ schema: 'impatient', busyDeadlineMs: 50 })
  const runId = await claimedRun(storage)
  await server.stop()
  const writing = storage.runs.write([append(runId, 1, ['a'])])
  const reading = storage.runs.getRun(runId)
  const failing = impatient.runs.listRuns({ limit: 1 })
  const error: unknown = await failing.catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    code: 'STORAGE_UNREACHABLE',
    message: expect.stringContaining(`"postgres" on 127.0.0.1:${eater.port}`),
  })
  expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain(encodeURIComponent(server.password))
  await server.start()
  expect(await writing).toMatchObject([{ kind: 'written' }])
  expect(await reading).toMatchObject({ runId })
  await Promise.all([storage.close(), impatient.close()])
}, 60_000)

test('closing does not wait for a server that is away', async () => {
  const storage = await openStorage({ schema: 'closing', busyDeadlineMs: 600_000 })
  await server.stop()
  const reading = storage.runs.listRuns({ limit: 1 })
  const failed = expect(reading).rejects.toMatchObject({ name: 'FrameworkError' })
  await storage.close()
  await failed
  await server.start()
}, 60_000)
