import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, Failure, job, op } from '@pawl/core'
import { z } from 'zod'

/** Each attempt leaves a line in this file. */
const config = z.object({ path: z.string() })
const noted = (path: string): number => {
  appendFileSync(path, `${process.pid}\n`)
  return readFileSync(path, 'utf8').trim().split('\n').length
}

const before = op({ name: 'before', run: () => 1 })

const exiting = op({
  name: 'exiting',
  config,
  ins: { x: z.number() },
  run({ config: { path }, run }, { x }) {
    noted(path)
    if (run.retryNumber === 0) process.exit(3)
    return x + run.retryNumber
  },
})
const exitsOnce = job('exits_once', { tags: { 'pawl/max_retries': 2 }, run: () => exiting({ x: before() }) })

const failing = op({
  name: 'failing',
  config,
  retry: { maxRetries: 1 },
  run({ config: { path } }): number {
    throw new Error(`attempt ${noted(path)} fails`)
  },
})
const fails = job('fails', { run: () => failing() })

const waiting = op({
  name: 'waiting',
  config,
  async run({ config: { path }, signal }) {
    noted(path)
    await sleep(60_000, 0, { signal })
  },
})
const waits = job('waits', { tags: { 'pawl/max_retries': 3 }, run: () => waiting() })

const hopeless = op({
  name: 'hopeless',
  run(): number {
    throw new Failure({ message: 'no such airport', allowRetries: false })
  },
})
/** Ends its process when it is told to. */
const told = op({
  name: 'told',
  config,
  async run({ config: { path } }) {
    while (!existsSync(path)) await sleep(5)
    process.exit(4)
  },
})
const hopelessAndDead = job('hopeless_and_dead', {
  tags: { 'pawl/max_retries': 3 },
  run: () => ({ hopeless: hopeless(), told: told() }),
})

const main: Definitions = definitions({ jobs: [exitsOnce, fails, waits, hopelessAndDead] })
export default main
