import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, type OpContext, op } from '@pawl/core'
import { z } from 'zod'

/** Notes when it begins and ends, so that a test sees what was on at the same time; ends when there is a file `gate`. */
const noting = {
  config: z.object({ path: z.string(), gate: z.string() }),
  async run({ config, run, signal }: OpContext<{ readonly path: string; readonly gate: string }>): Promise<void> {
    appendFileSync(config.path, `begin ${run.runId}\n`)
    while (!existsSync(config.gate)) await sleep(5, undefined, { signal })
    appendFileSync(config.path, `end ${run.runId}\n`)
  },
}

const work = op({ name: 'work', ...noting })
const pooled = op({ name: 'pooled', pool: 'database', ...noting })
const closed = op({ name: 'closed', pool: 'closed', run: () => 1 })
const free = op({ name: 'free', pool: 'unlimited', run: () => 1 })

const jobs = [
  job('work', { run: () => work() }),
  job('pooled', { run: () => pooled() }),
  job('closed', { run: () => ({ closed: closed(), free: free() }) }),
]
const all: Definitions = definitions({ jobs })
export default all
