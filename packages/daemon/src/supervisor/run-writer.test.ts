import { setTimeout as sleep } from 'node:timers/promises'
import { FrameworkError, type RunQueue, type RunStorage, type RunWrite, systemClock, type WriteResult } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { RunWriter } from './run-writer.ts'

type Writes = readonly RunWrite[]

const writeOf = (runId: string, batch = 1): RunWrite => ({ runId, guard: { kind: 'writer', epoch: 1, batch }, events: [] })
const name = ({ runId, guard }: RunWrite): string => `${runId}${guard.kind === 'writer' ? guard.batch : ''}`
const written: WriteResult = { kind: 'written', firstSeq: 1, nextSeq: 1, epoch: 1, status: 'STARTED' }

/** A storage that notes its transactions; `fail` throws for those that are to fail. */
function storageOf(fail: (writes: Writes, transaction: number) => void = () => undefined) {
  const transactions: string[][] = []
  const storage: Pick<RunStorage, 'write'> = {
    async write(writes) {
      transactions.push(writes.map(name))
      await sleep(1)
      fail(writes, transactions.length)
      return writes.map(() => written)
    },
  }
  return { storage, transactions }
}

/** A queue that takes every run asked for, in the transaction of what is written alongside. */
const queueOf = (storage: Pick<RunStorage, 'write'>): Pick<RunQueue, 'claimRuns'> => ({
  claimRuns: async ({ runs, alongside }) => ({
    alongside: await storage.write([...alongside, ...runs.map(({ runId }) => writeOf(`claim ${runId}`))]),
    claims: runs.map(() => ({ kind: 'gone' })),
  }),
})

const claimsOf = (runId: string): Parameters<RunWriter['claim']>[0] => ({
  supervisorId: 'me',
  runs: [{ runId, epoch: 0 }],
  readsInProgress: false,
  decide: () => () => undefined,
})

const writerOn = (storage: Pick<RunStorage, 'write'>, report: (error: unknown) => void = () => undefined): RunWriter =>
  new RunWriter({ storage, queue: queueOf(storage), clock: systemClock, defer: setImmediate, report })

test('what waits while a transaction is under way shares the next one, in its order', async () => {
  const { storage, transactions } = storageOf()
  const writer = writerOn(storage)
  const first = writer.write(writeOf('a'))
  await sleep(0)
  await Promise.all([first, writer.write(writeOf('b')), writer.write(writeOf('a', 2)), writer.write(writeOf('c'))])
  expect(transactions).toEqual([['a1'], ['b1', 'a2', 'c1']])
})

test('a transaction that fails is repeated as it was, before what came after it', async () => {
  const reports: unknown[] = []
  const { storage, transactions } = storageOf((_, transaction) => {
    if (transaction <= 2) throw new Error(`failure ${transaction}`)
  })
  const writer = writerOn(storage, (error) => reports.push(error))
  const both = [writer.write(writeOf('a')), writer.write(writeOf('b'))]
  await sleep(5)
  expect(await Promise.all([...both, writer.write(writeOf('c'))])).toEqual([written, written, written])
  expect(transactions).toEqual([['a1', 'b1'], ['a1', 'b1'], ['a1', 'b1'], ['c1']])
  expect(reports.map(String)).toEqual(['Error: failure 1', 'Error: failure 2'])
})

test.each([
  new TypeError('no such value'),
  new FrameworkError('STORAGE_TEXT_REFUSED', { message: 'U+0000' }),
  new FrameworkError('STORAGE_VALUE_REFUSED', { message: 'out of range' }),
])('a write that can never be stored is rejected by itself: %s', async (mistake) => {
  const { storage, transactions } = storageOf((writes) => {
    if (writes.some(({ runId }) => runId === 'bad')) throw mistake
  })
  const writer = writerOn(storage)
  const answers = await Promise.allSettled(['a', 'bad', 'b'].map((runId) => writer.write(writeOf(runId))))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(transactions).toEqual([['a1', 'bad1', 'b1'], ['a1'], ['bad1'], ['b1']])
})

test('stopping writes what waits', async () => {
  const { storage, transactions } = storageOf()
  const writer = writerOn(storage)
  const answer = writer.write(writeOf('a'))
  await writer.stop()
  expect(transactions).toEqual([['a1']])
  expect(await answer).toEqual(written)
})

test('stopping does not wait for a storage that goes on failing', async () => {
  const { storage, transactions } = storageOf(() => {
    throw new Error('disk full')
  })
  const writer = writerOn(storage)
  const answers = Promise.allSettled([writer.write(writeOf('a')), writer.write(writeOf('b'))])
  while (transactions.length < 4) await sleep(5)
  await Promise.all([writer.stop(), writer.stop()])
  const last = transactions.length
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await sleep(20)
  expect(transactions.length).toBe(last)
})

test('claims share the transaction of what waits, after it, and are repeated with it', async () => {
  const { storage, transactions } = storageOf((_, transaction) => {
    if (transaction === 2) throw new Error('busy')
  })
  const writer = writerOn(storage)
  const first = writer.write(writeOf('a'))
  await sleep(0)
  const claims = writer.claim(claimsOf('x'))
  await Promise.all([first, writer.write(writeOf('b')), claims, writer.claim(claimsOf('y'))])
  expect(await claims).toEqual([{ kind: 'gone' }])
  expect(transactions).toEqual([['a1'], ['b1', 'claim x1'], ['b1', 'claim x1'], ['claim y1']])
})

test('a mistake in a write leaves the claims beside it as they are, and a mistake in a claim the writes', async () => {
  const wrong = (name: string) => (writes: Writes) => {
    if (writes.some(({ runId }) => runId === name)) throw new TypeError(`${name} is wrong`)
  }
  for (const name of ['a', 'claim x']) {
    const writer = writerOn(storageOf(wrong(name)).storage)
    const results = await Promise.allSettled([
      writer.write(writeOf('a')),
      writer.claim(claimsOf('x')),
      writer.write(writeOf('b')),
    ])
    const isWrite = name === 'a'
    expect(results.map(({ status }) => status === 'rejected')).toEqual([isWrite, !isWrite, false])
  }
})
