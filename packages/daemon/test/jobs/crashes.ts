import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

/** Each execution of a step leaves a line in this file. */
const config = z.object({ path: z.string() })
const risk = z.object({ path: z.string(), kind: z.string() })

const note = (path: string, ...words: readonly (string | number)[]): void => appendFileSync(path, `${words.join(' ')}\n`)

const spin = (): void => {
  for (;;);
}

/** Until there is a file that says so. */
async function untilTold(path: string, signal?: AbortSignal): Promise<void> {
  while (!existsSync(`${path}.go`)) await sleep(5, undefined, { signal })
}

const HAZARDS: Readonly<Record<string, (path: string, signal: AbortSignal) => unknown>> = {
  none: () => undefined,
  sigkill: () => {
    process.kill(process.pid, 'SIGKILL')
    spin()
  },
  memory: () => {
    const held: number[][] = []
    // Far more than the limit that is to end it, and less than would hurt the machine.
    while (held.length < 500) held.push(Array.from({ length: 100_000 }, (_, n) => n + 0.5))
    throw new Error('There was no limit.')
  },
  exit: () => process.exit(3),
  rejection: () => void setImmediate(() => void Promise.reject(new Error('nobody awaits this'))),
  endless: spin,
  told: (path, signal) => untilTold(path, signal),
  deaf: (path) => untilTold(path),
}

const body = {
  config: risk,
  ins: { x: z.number() },
  async run({ config: { path, kind }, run, step, signal }: Context, { x }: { readonly x: number }): Promise<number> {
    note(path, run.runId, step.key, process.pid, Date.now())
    // Only the first run of a group meets it.
    if (run.retryNumber === 0) await HAZARDS[kind]?.(path, signal)
    return x + 1
  },
}
interface Context {
  readonly config: { readonly path: string; readonly kind: string }
  readonly run: { readonly runId: string; readonly retryNumber: number }
  readonly step: { readonly key: string }
  readonly signal: AbortSignal
}

const before = op({
  name: 'before',
  config,
  run({ config: { path }, run, step }) {
    note(path, run.runId, step.key, process.pid, Date.now())
    return 1
  },
})
const after = op({
  name: 'after',
  config,
  ins: { x: z.number() },
  async run({ config: { path }, run, step }, { x }) {
    note(path, run.runId, step.key, process.pid, Date.now())
    await sleep(20)
    return x
  },
})
const risky = op({ name: 'risky', ...body })
const hurried = op({ name: 'risky', timeoutSeconds: 0.3, ...body })

const crashing = job('crashing', { run: () => after({ x: risky({ x: before() }) }) })
const crashingInTime = job('crashing_in_time', { run: () => after({ x: hurried({ x: before() }) }) })

/** Busy for a while without a break. */
const busy = op({
  name: 'busy',
  config: z.object({ ms: z.number() }),
  run({ config: { ms } }) {
    const end = Date.now() + ms
    while (Date.now() < end);
    return ms
  },
})
const cpuBound = job('cpu_bound', { run: () => busy() })

const main: Definitions = definitions({ jobs: [crashing, crashingInTime, cpuBound] })
export default main
