import { setTimeout as sleep } from 'node:timers/promises'
import { type RunStorage, type RunWrite, systemClock, type WriteResult } from '@pawl/core/plugin'
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

const writerOn = (storage: Pick<RunStorage, 'write'>, report: (error: unknown) => void = () => undefined): RunWriter =>
  new RunWriter({ storage, clock: systemClock, defer: setImmediate, report })

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

test('a write that can never be stored is rejected by itself', async () => {
  const { storage, transactions } = storageOf((writes) => {
    if (writes.some(({ runId }) => runId === 'bad')) throw new TypeError('no such value')
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
