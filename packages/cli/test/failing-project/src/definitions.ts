import { readFileSync } from 'node:fs'
import { type Definitions, definitions, dynamicOut, job, op } from '@pawl/core'
import { z } from 'zod'

/** Fails the steps that `fail.json` of the project names. */
function mayFail(stepKey: string): void {
  const failing: unknown = JSON.parse(readFileSync('fail.json', 'utf8'))
  if (Array.isArray(failing) && failing.includes(stepKey)) throw new Error(`${stepKey} is to fail.`)
}
const fetchThree = op({
  name: 'fetch',
  out: dynamicOut(z.number()),
  run: () => new Map([0, 1, 2].map((number) => [`n${number}`, number])),
})
const doubleOrFail = op({
  name: 'double',
  ins: { x: z.number() },
  out: z.number(),
  run({ step }, { x }) {
    mayFail(step.key)
    return x * 2
  },
})
const total = op({
  name: 'total',
  config: z.object({ plus: z.number().default(0) }),
  ins: { xs: z.array(z.number()) },
  out: z.number(),
  run({ config, step }, { xs }) {
    mayFail(step.key)
    return xs.reduce((all, x) => all + x, config.plus)
  },
})
const flaky = job('flaky', {
  run: () =>
    total({
      xs: fetchThree()
        .map((x) => doubleOrFail({ x }))
        .collect(),
    }),
})

const project: Definitions = definitions({ jobs: [flaky] })
export default project
