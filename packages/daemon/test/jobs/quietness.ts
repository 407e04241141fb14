import { existsSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chdir } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const pathConfig = z.object({ path: z.string() })

const quiet = job('quiet', { run: () => op({ name: 'quiet', run: () => sleep(1) })() })

/** Leaves a timer behind that rejects, and says by a file that it has; the timer holds nothing up. */
const rejecting = op({
  name: 'rejecting',
  config: pathConfig,
  run({ config }) {
    setTimeout(() => {
      writeFileSync(config.path, '')
      void Promise.reject(new Error('too late'))
    }, 150).unref()
  },
})
const rejects = job('rejects', { run: () => rejecting() })

/** Long enough for what another run has left behind. */
const slow = job('slow', { run: () => op({ name: 'slow', run: () => sleep(400) })() })

const throwing = op({
  name: 'throwing',
  retry: { maxRetries: 1 },
  async run({ step }) {
    if (step.attempt === 1) {
      setTimeout(() => {
        throw new Error('in a callback')
      }, 1)
      await sleep(60_000, undefined, { ref: false })
    }
    return step.attempt
  },
})
const throws = job('throws', { run: () => throwing() })

/** Fails by a callback while its body goes on, which tells that it was told, and what it gives in the end. */
const givenUp = op({
  name: 'given_up',
  config: pathConfig,
  async run({ config, signal }) {
    setTimeout(() => {
      throw new Error('in a callback')
    }, 1)
    await sleep(60_000, undefined, { signal }).catch(() => writeFileSync(config.path, String(signal.reason)))
    return 'nobody wants it'
  },
})
const givesUp = job('gives_up', { run: () => givenUp() })

const valueless = op({
  name: 'valueless',
  async run() {
    void Promise.reject(undefined)
    await sleep(60_000, undefined, { ref: false })
  },
})
const rejectsNothing = job('rejects_nothing', { run: () => valueless() })

const later: { fail?: () => void } = {}
setInterval(() => later.fail?.(), 20).unref()
/** Makes code of no attempt throw: a timer of the module itself. */
const straying = op({
  name: 'straying',
  async run() {
    later.fail = () => {
      delete later.fail
      throw new Error('of no attempt')
    }
    await sleep(200)
  },
})
const strays = job('strays', { run: () => straying() })

const leaving = (name: string, leave: () => unknown) =>
  job(name, { run: () => op({ name: 'leaving', run: () => void leave() })() })
const leavesServer = leaving('leaves_server', () => createServer().listen(0, '127.0.0.1'))
const leavesInterval = leaving('leaves_interval', () => setInterval(() => undefined, 1_000))
const leavesDirectory = leaving('leaves_directory', () => chdir(tmpdir()))
const leavesVariable = leaving('leaves_variable', () => {
  process.env['LEFT'] = 'behind'
})
const leavesNowhere = leaving('leaves_nowhere', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pawl-gone-'))
  chdir(directory)
  rmdirSync(directory)
})
const kept: Uint8Array[] = []
const leavesMemory = leaving('leaves_memory', () => kept.push(new Uint8Array(300 * 2 ** 20).fill(1)))

/** Uses the network and takes it down again, as a well-behaved op does. */
const fetching = op({
  name: 'fetching',
  async run() {
    const server = createServer((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('no address')
    const text = await (await fetch(`http://127.0.0.1:${address.port}`)).text()
    server.closeAllConnections()
    server.close()
    return text
  },
})
const fetches = job('fetches', { run: () => fetching() })

/** Says that it has begun, and waits until it may go. */
const waiting = op({
  name: 'waiting',
  config: pathConfig,
  async run({ config }) {
    writeFileSync(config.path, '')
    while (!existsSync(`${config.path}.go`)) await sleep(5)
  },
})
const waits = job('waits', { run: () => waiting() })

const main: Definitions = definitions({
  jobs: [
    quiet,
    rejects,
    slow,
    throws,
    givesUp,
    rejectsNothing,
    strays,
    fetches,
    waits,
    leavesServer,
    leavesInterval,
    leavesDirectory,
    leavesVariable,
    leavesNowhere,
    leavesMemory,
  ],
})
export default main
