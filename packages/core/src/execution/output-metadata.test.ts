import { expect, test } from 'vitest'
import type { IOManager } from '../definition/io-manager.ts'
import { job } from '../definition/job.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { type } from '../definition/schema.ts'
import { executeInProcess } from './execute-in-process.ts'

const text = (value: string) => ({ kind: 'text', value })

test('a stored output keeps what the op said of it, with what its I/O manager adds; where both name a thing, the op is right', async () => {
  const memory = memoryIOManager()
  const describing: IOManager = {
    ...memory,
    handleOutput: async (context, value) => ({
      ...(await memory.handleOutput(context, value)),
      metadata: { table: 'flights', rows: 'many' },
    }),
  }
  const count = op({
    name: 'count',
    out: out(type<number>()),
    run(context) {
      context.addOutputMetadata({ rows: 'two', note: 'small' })
      return 2
    },
  })
  const { events } = await executeInProcess(job('counting', { run: () => count() }), { ioManagers: { default: describing } })
  const stored = events.flatMap((event) => (event.type === 'HANDLED_OUTPUT' ? [event.payload.stored.metadata] : []))
  expect(stored).toEqual([{ rows: text('two'), note: text('small'), table: text('flights') }])
  expect(Object.keys(stored[0] ?? {})).toEqual(['rows', 'note', 'table'])
})

test('an item of a dynamic output keeps its own', async () => {
  const split = op({
    name: 'split',
    out: dynamicOut(type<number>()),
    run(context) {
      context.addOutputMetadata({ side: 'left' }, { mappingKey: 'a' })
      return new Map([
        ['a', 1],
        ['b', 2],
      ])
    },
  })
  const { events } = await executeInProcess(job('splitting', { run: () => split() }))
  const stored = events.flatMap((event) =>
    event.type === 'HANDLED_OUTPUT' ? [[event.payload.mappingKey, event.payload.stored.metadata]] : [],
  )
  expect(stored).toEqual([
    ['a', { side: text('left') }],
    ['b', undefined],
  ])
})
