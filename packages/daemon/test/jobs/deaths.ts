import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const pathConfig = z.object({ path: z.string().default('') })

const quick = job('quick', { run: () => op({ name: 'quick', run: () => 1 })() })

const spin = (ms = Number.POSITIVE_INFINITY): void => {
  const end = Date.now() + ms
  while (Date.now() < end);
}

/** Tells by a file that it has begun. */
const begun = (path: string): void => {
  if (path !== '') writeFileSync(path, String(process.pid))
}

const endless = op({ name: 'endless', timeoutSeconds: 0.2, run: () => spin() })
const endlessLoop = job('endless_loop', { run: () => endless() })

const patient = op({ name: 'patient', timeoutSeconds: 0.2, run: ({ signal }) => sleep(60_000, 0, { signal }) })
const timedOut = job('timed_out', { run: () => patient() })

const busy = op({ name: 'busy', run: () => spin(1_500) })
const cpuBound = job('cpu_bound', { run: () => busy() })

const exiting = op({
  name: 'exiting',
  run() {
    console.log('last words')
    process.exit(3)
  },
})
const exit = job('exit', { run: () => exiting() })

const killing = op({
  name: 'killing',
  run() {
    console.log('last words')
    process.kill(process.pid, 'SIGKILL')
    spin()
  },
})
const kill = job('kill', { run: () => killing() })

const greedy = op({
  name: 'greedy',
  run() {
    process.stderr.write('about to use it all\n')
    process.abort()
  },
})
const abort = job('abort', { run: () => greedy() })

/** Waits for its run to be canceled, and heeds it, or not. */
const heeding = op({
  name: 'heeding',
  config: pathConfig,
  async run({ config, signal }) {
    begun(config.path)
    await sleep(60_000, 0, { signal })
  },
})
const ignoring = op({
  name: 'ignoring',
  config: pathConfig,
  async run({ config }) {
    begun(config.path)
    await sleep(60_000)
  },
})
const blocking = op({
  name: 'blocking',
  config: pathConfig,
  run({ config }) {
    begun(config.path)
    spin()
  },
})
const heeds = job('heeds', { run: () => heeding() })
const ignores = job('ignores', { run: () => ignoring() })
const blocks = job('blocks', { run: () => blocking() })

/** Ends as soon as a file is there: a race against whoever cancels. */
const gated = op({
  name: 'gated',
  config: pathConfig,
  async run({ config }) {
    while (!existsSync(config.path)) await sleep(1)
    return 1
  },
})
const gate = job('gate', { run: () => gated() })

const parent = op({
  name: 'parent',
  config: pathConfig,
  async run({ config }) {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' })
    writeFileSync(config.path, String(child.pid))
    await sleep(60_000)
  },
})
const family = job('family', { run: () => parent() })

const main: Definitions = definitions({
  jobs: [quick, endlessLoop, timedOut, cpuBound, exit, kill, abort, heeds, ignores, blocks, gate, family],
})
export default main
