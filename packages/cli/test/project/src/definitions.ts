import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { definitions, dynamicOut, job, op } from '@pawl/core'
import { z } from 'zod'

const fetchNumbers = op({
  name: 'fetch_numbers',
  config: z.object({ count: z.int().positive().default(3) }),
  out: dynamicOut(z.number()),
  retry: { maxRetries: 1, delaySeconds: 0.05 },
  run({ config, step, log }) {
    if (step.attempt === 1) throw new Error('Not this time.')
    log.info('There they are.', { count: config.count })
    return new Map(Array.from({ length: config.count }, (_, index) => [`n${index}`, index]))
  },
})
const double = op({
  name: 'double',
  ins: { x: z.number() },
  run(_, { x }) {
    console.log(`doubling ${x}`)
    return x * 2
  },
})
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.reduce((all, x) => all + x, 0) })
const sumUp = job('sum_up', {
  description: 'Doubles numbers and adds them up.',
  run: () =>
    sum({
      xs: fetchNumbers()
        .map((x) => double({ x }))
        .collect(),
    }),
})

const breaks = op({
  name: 'breaks',
  retry: { maxRetries: 1, delaySeconds: 0 },
  run: (): number => {
    throw new Error('Broken for good.')
  },
})
const broken = job('broken', { run: () => breaks() })

const waits = op({
  name: 'waits',
  async run({ signal }) {
    console.log('waiting')
    await sleep(60_000, undefined, { signal })
    return 1
  },
})
const slow = job('slow', { run: () => waits() })

const hangs = op({
  name: 'hangs',
  run() {
    // Its arguments name the project, so that a test can find it.
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', import.meta.dirname], { stdio: 'ignore' })
    console.log('hanging')
    const until = Date.now() + 60_000
    while (Date.now() < until);
    return 1
  },
})
const stubborn = job('stubborn', { run: () => hangs() })

export default definitions({ jobs: [sumUp, broken, slow, stubborn] })
