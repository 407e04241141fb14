import { seededRandom, simulatedClock } from '@pawl/testing'
import { expect, test } from 'vitest'
import { inTurn, type TurnOptions, untilFree } from './turns.ts'

const sqliteError = (code: string): Error => Object.assign(new Error('SQLite says no'), { code })

function busyFor(times: number, code = 'SQLITE_BUSY'): { readonly work: () => string; tries: number } {
  const state = {
    tries: 0,
    work: (): string => {
      state.tries++
      if (state.tries <= times) throw sqliteError(code)
      return 'done'
    },
  }
  return state
}

const waiting = (clock = simulatedClock()): TurnOptions & { readonly clock: typeof clock } => ({
  path: 'runs.db',
  busyDeadlineMs: 1000,
  clock,
  random: seededRandom(1),
})

test('work that meets a lock is repeated until it is through', async () => {
  for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY', 'SQLITE_PROTOCOL']) {
    const options = waiting()
    const busy = busyFor(7, code)
    expect(await options.clock.runUntil(untilFree(options, busy.work))).toBe('done')
    expect(busy.tries).toBe(8)
  }
})

test('free work runs at once, without a pause', async () => {
  const options = waiting()
  const startedAt = options.clock.now()
  expect(await untilFree(options, busyFor(0).work)).toBe('done')
  expect(options.clock.now()).toBe(startedAt)
})

test('pauses are short and drawn at random', async () => {
  const options = waiting()
  const startedAt = options.clock.now()
  await options.clock.runUntil(untilFree(options, busyFor(20).work))
  const waitedMs = options.clock.now() - startedAt
  expect(waitedMs).toBeGreaterThan(20)
  expect(waitedMs).toBeLessThan(20 * 40)
})

test('after the deadline the error names the database and the time', async () => {
  const options = waiting()
  const startedAt = options.clock.now()
  const stuck = untilFree(options, busyFor(1_000_000).work)
  await expect(options.clock.runUntil(stuck)).rejects.toMatchObject({
    code: 'STORAGE_BUSY',
    message: expect.stringMatching(/"runs\.db" was locked by another process for \d+ ms/),
  })
  expect(options.clock.now() - startedAt).toBeLessThan(1100)
})

test('other errors are not repeated; those of SQLite name the database', async () => {
  const full = busyFor(1, 'SQLITE_FULL')
  await expect(untilFree(waiting(), full.work)).rejects.toMatchObject({ code: 'STORAGE_FULL', details: { path: 'runs.db' } })
  expect(full.tries).toBe(1)
  const own = new Error('decided so')
  await expect(untilFree(waiting(), () => Promise.reject(own))).rejects.toBe(own)
})

test('work in turn runs in the order of the calls, also when the first has to wait, and after a failure', async () => {
  const clock = simulatedClock()
  const turns = inTurn()
  const done: number[] = []
  const works = [30, 10, 20].map((ms, index) =>
    turns.take(async () => {
      await clock.sleep(ms)
      if (index === 1) throw new Error('no')
      done.push(index)
      return index
    }),
  )
  const idle = turns.idle()
  expect(await clock.runUntil(Promise.allSettled(works))).toMatchObject([{ value: 0 }, { status: 'rejected' }, { value: 2 }])
  await idle
  expect(done).toEqual([0, 2])
  expect(await turns.take(async () => 'next')).toBe('next')
})
