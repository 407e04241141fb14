import { expect, test } from 'vitest'
import { simulatedClock } from './simulated-clock.ts'

test('time stands still until it is moved', async () => {
  const clock = simulatedClock(1000)
  const woken: string[] = []
  void clock.sleep(10).then(() => woken.push('ten'))
  await clock.advance(9)
  expect([clock.now(), clock.sleeping, woken]).toEqual([1009, 1, []])
  await clock.advance(1)
  expect([clock.now(), clock.sleeping, woken]).toEqual([1010, 0, ['ten']])
})

test('sleepers wake in the order of their times, then of their calls, and see their own time', async () => {
  const clock = simulatedClock(0)
  const woken: string[] = []
  const sleeper = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms)
    woken.push(`${name}@${clock.now()}`)
  }
  void Promise.all([sleeper('late', 30), sleeper('first', 10), sleeper('second', 10), sleeper('past', -5)])
  await clock.advance(100)
  expect(woken).toEqual(['past@0', 'first@10', 'second@10', 'late@30'])
  expect(clock.now()).toBe(100)
})

test('a sleep begun by a sleeper that woke ends within the same advance', async () => {
  const clock = simulatedClock(0)
  const ticks: number[] = []
  const loop = async (): Promise<void> => {
    while (ticks.length < 5) {
      await clock.sleep(10)
      ticks.push(clock.now())
    }
  }
  void loop()
  await clock.advance(35)
  expect(ticks).toEqual([10, 20, 30])
})

test('an aborted signal ends a sleep at once, before and during it', async () => {
  const clock = simulatedClock(0)
  const controller = new AbortController()
  const slept = clock.sleep(1000, controller.signal)
  controller.abort()
  await slept
  await clock.sleep(1000, controller.signal)
  expect([clock.now(), clock.sleeping]).toEqual([0, 0])
})

test('runUntil moves time on until a promise settles, with its value or its error', async () => {
  const clock = simulatedClock(0)
  const chain = async (): Promise<string> => {
    for (let n = 0; n < 100; n++) await clock.sleep(3_600_000)
    return 'done'
  }
  expect(await clock.runUntil(chain())).toBe('done')
  expect(clock.now()).toBe(360_000_000)
  await expect(clock.runUntil(clock.sleep(1).then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no')
})

test('runUntil gives up on what goes on for ever', async () => {
  const clock = simulatedClock(0)
  let stopped = false
  const forever = async (): Promise<void> => {
    while (!stopped) await clock.sleep(1000)
  }
  const running = forever()
  await expect(clock.runUntil(running, 60_000)).rejects.toThrow('60000 simulated milliseconds')
  stopped = true
  await clock.runUntil(running)
})

test('advanceToNext tells whether anybody slept', async () => {
  const clock = simulatedClock(5)
  expect(await clock.advanceToNext()).toBe(false)
  void clock.sleep(7)
  expect(await clock.advanceToNext()).toBe(true)
  expect(clock.now()).toBe(12)
})
