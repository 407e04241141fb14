import { definitions, dynamicOut, type Handle, job, op, type } from '@pawl/core'
import { z } from 'zod'

const next = op({ name: 'next', ins: { value: z.number().optional() }, run: (_, { value }) => (value ?? 0) + 1 })

/** Ten trivial steps, each waiting for the one before. */
const chain = job('chain', {
  run() {
    let last: Handle<number> = next.as('step_0')()
    for (let step = 1; step < 10; step++) last = next.as(`step_${step}`)({ value: last })
    return last
  },
})

const three = job('three', {
  run: () => next.as('third')({ value: next.as('second')({ value: next.as('first')() }) }),
})

const split = op({
  name: 'split',
  config: z.object({ items: z.number().int() }),
  out: dynamicOut(type<number>()),
  run: ({ config }) => new Map(Array.from({ length: config.items }, (_, item) => [`item_${item}`, item])),
})
const double = op({ name: 'double', ins: { value: z.number() }, run: (_, { value }) => value * 2 })
const sum = op({ name: 'sum', ins: { values: z.array(z.number()) }, run: (_, { values }) => values.reduce((a, b) => a + b, 0) })

/** Many trivial mapped steps, and one that collects them. */
const mapped = job('mapped', {
  run: () =>
    sum({
      values: split()
        .map((value) => double({ value }))
        .collect(),
    }),
})

const STEPS = 20
const FATAL_STEP = 9

/** Waits a little; in a run that is no retry one of them kills its own process. */
const fragile = op({
  name: 'fragile',
  ins: { value: z.number().optional() },
  async run({ run, step }, { value }) {
    if (run.retryNumber === 0 && step.key === `step_${FATAL_STEP}`) process.kill(process.pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 10))
    return (value ?? 0) + 1
  },
})

/** Twenty steps, each waiting for the one before. */
const crashing = job('crashing', {
  tags: { 'pawl/max_retries': 1 },
  run() {
    let last: Handle<number> = fragile.as('step_0')()
    for (let step = 1; step < STEPS; step++) last = fragile.as(`step_${step}`)({ value: last })
    return last
  },
})

export default definitions({ jobs: [chain, three, mapped, crashing] })
