import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const pathConfig = z.object({ path: z.string() })

const gated = op({
  name: 'gated',
  config: pathConfig,
  async run({ config }) {
    writeFileSync(`${config.path}.begun`, '')
    while (!existsSync(`${config.path}.go`)) await sleep(5)
    return 1
  },
})
/** Runs beside the gate and tells when it is told to stop. */
const beside = op({
  name: 'beside',
  config: pathConfig,
  async run({ config, signal }) {
    signal.addEventListener('abort', () => writeFileSync(`${config.path}.stopped`, ''))
    await sleep(60_000, undefined, { signal })
  },
})
const after = op({
  name: 'after',
  config: pathConfig,
  ins: { x: z.number() },
  run: ({ config }) => writeFileSync(`${config.path}.after`, ''),
})
const fenced = job('fenced', { run: () => ({ after: after({ x: gated() }), beside: beside() }) })

/** Notes each execution of its step: none may be executed twice. */
const noted = op({
  name: 'noted',
  config: pathConfig,
  ins: { x: z.number().default(0) },
  run({ config, run, step }, { x }) {
    appendFileSync(config.path, `${run.runId} ${step.key}\n`)
    return x + 1
  },
})
const counting = job('counting', {
  run: () => noted.as('c')({ x: noted.as('b')({ x: noted.as('a')() }) }),
})

const main: Definitions = definitions({ jobs: [fenced, counting] })
export default main
