import { expect, test } from 'vitest'
import { z } from 'zod'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { executeInProcess } from './execute-in-process.ts'

const double = op({ name: 'double', ins: { value: z.number() }, run: (_, { value }) => value * 2 })
const total = op({ name: 'total', ins: { values: z.array(z.number()) }, run: (_, { values }) => values.length })
const shown = op({ name: 'shown', ins: { value: z.number().optional() }, run: (_, { value }) => value ?? 'nothing' })

const around = graph('around', {
  ins: { value: z.number().optional() },
  run: ({ value }) => ({ doubled: double({ value }), total: total({ values: [value] }), shown: shown({ value }) }),
})

test('what a graph was not given skips the steps that need it and reaches the others as undefined', async () => {
  const { outputs, events } = await executeInProcess(job('open', { run: () => around() }))
  expect(outputs).toEqual({ doubled: undefined, total: undefined, shown: 'nothing' })
  const skipped = events.flatMap((event) => (event.type === 'STEP_SKIPPED' ? [event.stepKey] : []))
  expect(skipped.sort()).toEqual(['around.double', 'around.total'])
})

test('what a graph was given reaches all of them', async () => {
  const one = op({ name: 'one', run: () => 1 })
  const { outputs } = await executeInProcess(job('wired', { run: () => around({ value: one() }) }))
  expect(outputs).toEqual({ doubled: 2, total: 1, shown: 1 })
})
