import { memoryRunStorage, type PoolSlots, type Run, type RunHints, runHints } from '@pawl/core/plugin'
import { simulatedClock } from '@pawl/testing'
import { afterEach, expect, test } from 'vitest'
import { runSpec } from '../../test/queue/run-spec.ts'
import { PoolSlotDesk } from './pool-slot-desk.ts'

interface Desk {
  readonly desk: PoolSlotDesk
  readonly hints: RunHints
  readonly news: string[]
  readonly reports: unknown[]
  readonly requests: number[]
  started(): Promise<Run>
  /** Asks for a slot of `database` for a step of a run. */
  ask(run: Run, stepKey: string, pool?: string): void
  end(run: Run): Promise<void>
  settled(): Promise<void>
}

let open: PoolSlotDesk | undefined
afterEach(() => open?.stop())

function deskWith(limits: Record<string, number>, wrap: (slots: PoolSlots) => PoolSlots = (slots) => slots): Desk {
  const storage = memoryRunStorage()
  const [clock, hints] = [simulatedClock(0), runHints()]
  const [news, reports, requests]: [string[], unknown[], number[]] = [[], [], []]
  const inner = wrap(storage.slots)
  const slots: PoolSlots = {
    ...inner,
    acquireSlots(asked) {
      requests.push(asked.length)
      return inner.acquireSlots(asked)
    },
  }
  const queueLimits = { maxConcurrentRuns: -1, tagConcurrencyLimits: [], pools: limits }
  const desk = new PoolSlotDesk({ slots, queueLimits, hints, clock, report: (error) => reports.push(error) })
  open = desk
  const write = async (run: Run, change: { readonly status: 'STARTED' | 'SUCCESS' }): Promise<void> => {
    const guard = { kind: 'status', statuses: ['QUEUED', 'STARTED'] } as const
    await storage.runs.write([{ runId: run.runId, guard, events: [], change }])
  }
  return {
    ...{ desk, hints, news, reports, requests },
    async started() {
      const [launched] = await storage.runs.launchRuns([{ spec: runSpec(), events: [] }])
      const run = launched?.run ?? expect.fail()
      await write(run, { status: 'STARTED' })
      return run
    },
    ask({ runId, epoch }, stepKey, pool = 'database') {
      const tell = (what: string) => () => void news.push(`${what} ${stepKey}`)
      desk.ask({ pool, runId, epoch, stepKey, attempt: 1, onGiven: tell('given'), onWaiting: tell('waiting') })
    },
    end: (run) => write(run, { status: 'SUCCESS' }),
    settled: () => new Promise((resolve) => setTimeout(resolve, 5)),
  }
}

test('a pool without a limit is not asked of the storage', async () => {
  const { ask, news, requests, started } = deskWith({ closed: -1 })
  const run = await started()
  ask(run, 'a', 'unnamed')
  ask(run, 'b', 'closed')
  expect([news, requests]).toEqual([['given a', 'given b'], []])
})

test('slots are given in the order of asking; who waits is told once, and gets the slot when its holder has news', async () => {
  const { ask, news, hints, started, end, settled, desk } = deskWith({ database: 1 })
  const [first, second, third] = [await started(), await started(), await started()]
  ask(first, 'a')
  ask(second, 'b')
  ask(third, 'c')
  await settled()
  expect(news).toEqual(['given a', 'waiting b', 'waiting c'])
  await end(first)
  hints.notify(third.runId)
  await settled()
  expect(news).toHaveLength(3)
  hints.notify(first.runId, 'ended')
  await settled()
  expect(news.slice(3)).toEqual(['given b'])
  await end(second)
  // Its news were lost: the next look finds the slot free.
  desk.tick()
  await settled()
  expect(news.slice(4)).toEqual(['given c'])
})

test('what is asked for in the same turn shares a transaction, with no more requests than there are slots', async () => {
  const { ask, news, requests, started, settled } = deskWith({ database: 2, other: 1 })
  const run = await started()
  for (const name of ['a', 'b', 'c', 'd']) ask(run, name)
  ask(run, 'x', 'other')
  await settled()
  expect(news).toEqual(['given a', 'given b', 'given x', 'waiting c', 'waiting d'])
  expect(requests[0]).toBe(3)
})

test('a run that is over wants nothing any more, also where its slot comes at that moment', async () => {
  let meanwhile = (): void => undefined
  const { ask, news, started, settled, desk } = deskWith({ database: 1 }, (slots) => ({
    ...slots,
    async acquireSlots(requests) {
      const results = await slots.acquireSlots(requests)
      meanwhile()
      return results
    },
  }))
  const [run, other] = [await started(), await started()]
  meanwhile = () => desk.forget(run.runId)
  ask(run, 'a')
  await settled()
  expect(news).toEqual([])
  meanwhile = () => undefined
  ask(other, 'b')
  ask(other, 'c')
  await settled()
  desk.forget(other.runId)
  desk.tick()
  await settled()
  expect(news).toEqual(['waiting b', 'waiting c'])
})

test('a storage that fails is reported and asked again at the next look', async () => {
  let failures = 1
  const { ask, news, reports, started, settled, desk } = deskWith({ database: 1 }, (slots) => ({
    ...slots,
    acquireSlots: (requests) => (failures-- > 0 ? Promise.reject(new Error('away')) : slots.acquireSlots(requests)),
  }))
  ask(await started(), 'a')
  await settled()
  expect([news, reports.map(String)]).toEqual([[], ['Error: away']])
  desk.tick()
  await settled()
  expect(news).toEqual(['given a'])
})
