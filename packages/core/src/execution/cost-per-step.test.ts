import { expect, test, vi } from 'vitest'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'

/** What a run of so many mapped steps and a collect costs, in things that can be counted. */
async function cost(copies: number): Promise<Readonly<Record<string, number>>> {
  const spread = op({
    name: 'spread',
    out: dynamicOut(type<number>()),
    run: () => new Map(Array.from({ length: copies }, (_, n) => [`k${n}`, n])),
  })
  const double = op({ name: 'double', ins: { x: type<number>() }, run: (_, { x }) => x * 2 })
  const sum = op({ name: 'sum', ins: { xs: type<number[]>() }, run: (_, { xs }) => xs.length })
  const memory = memoryIOManager()
  const counts = { loads: 0, stores: 0 }
  const lookUps = vi.spyOn(Map.prototype, 'get')
  const controllers = vi.spyOn(globalThis, 'AbortController')
  const { events, batches, end } = await executeJob(
    job('wide', {
      run: () =>
        sum({
          xs: spread()
            .map((x) => double({ x }))
            .collect(),
        }),
    }),
    {
      ioManagers: {
        default: {
          ...memory,
          handleOutput(context, value) {
            counts.stores++
            return memory.handleOutput(context, value)
          },
          loadInput(context) {
            counts.loads++
            return memory.loadInput(context)
          },
        },
      },
    },
  )
  const all = {
    events: events.length,
    batches: batches.length,
    lookUps: lookUps.mock.calls.length,
    controllers: controllers.mock.calls.length,
  }
  vi.restoreAllMocks()
  expect(end).toEqual({ kind: 'success' })
  return { ...counts, ...all }
}

test('a step of 10,000 costs what a step of 500 costs: events, batches, loads, stores, look-ups and signals', async () => {
  const [small, large] = [await cost(500), await cost(10_000)]
  for (const [what, count] of Object.entries(large)) {
    const ratio = count / 10_000 / ((small[what] ?? 0) / 500)
    expect(`${what} ${ratio < 1.05}`).toBe(`${what} true`)
  }
  expect(large).toMatchObject({ loads: 20_000, stores: 20_001 })
  expect(large['events']).toBeLessThan(10_000 * 9)
})
