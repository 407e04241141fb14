import type { RunNews } from '@pawl/core/plugin'
import type { PostgresStorage } from '@pawl/storage'
import { expect, test } from 'vitest'
import { storageHints } from './storage-hints.ts'

type Hear = (runId: string, what: RunNews) => void

/** What a storage that tells of other processes is asked for; `tell` is another process that writes. */
function telling() {
  const hearing = new Set<Hear>()
  const hints = {
    listen(onRun: Hear) {
      hearing.add(onRun)
      return () => hearing.delete(onRun)
    },
  }
  const tell: Hear = (runId, what) => {
    for (const hear of hearing) hear(runId, what)
  }
  return { storage: { hints } as unknown as PostgresStorage, hearing, tell }
}

test('whoever listens hears of this process and of others, each run or one', () => {
  const { storage, tell } = telling()
  const hints = storageHints(storage)
  const [all, one]: [string[], string[]] = [[], []]
  hints.listen(null, (runId, what) => all.push(`${what} ${runId}`))
  hints.listen('b', (runId, what) => one.push(`${what} ${runId}`))
  hints.notify('a', 'queued')
  tell('b', 'ended')
  expect(all).toEqual(['queued a', 'ended b'])
  expect(one).toEqual(['ended b'])
})

test('the storage is listened to only while anybody listens here', () => {
  const { storage, hearing } = telling()
  const hints = storageHints(storage)
  expect(hearing.size).toBe(0)
  const stops = [hints.listen(null, () => {}), hints.listen('a', () => {})]
  expect(hearing.size).toBe(1)
  stops[0]?.()
  stops[0]?.()
  expect(hearing.size).toBe(1)
  stops[1]?.()
  expect(hearing.size).toBe(0)
  hints.listen(null, () => {})
  expect(hearing.size).toBe(1)
})
