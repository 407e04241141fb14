/** What a process looks like with none of the users' code at work. */
interface Baseline {
  readonly resources: ReadonlyMap<string, number>
  readonly directory: string | undefined
  readonly environment: readonly (readonly [name: string, value: string | undefined])[]
}

const countResources = (): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** Undefined where the working directory has been removed. */
function currentDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

const baselineNow = (): Baseline => ({
  resources: countResources(),
  directory: currentDirectory(),
  environment: Object.entries(process.env),
})

/** Looks at one variable after the other: to copy them all for every run costs twice as much. */
function isEnvironmentAs(before: Baseline['environment']): boolean {
  const { env } = process
  return Reflect.ownKeys(env).length === before.length && before.every(([name, value]) => env[name] === value)
}

/** What this process occupies where that is more than the limit. The most it has ever had is known at less cost than what it has now. */
function bytesOver(limitBytes: number): number | undefined {
  if (process.resourceUsage().maxRSS * 1024 <= limitBytes) return undefined
  const rss = process.memoryUsage.rss()
  return rss > limitBytes ? rss : undefined
}

// A connection that is being closed or a file that was just read is gone a turn of the event loop later.
const TURNS_TO_SETTLE = 3
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** Those of Pawl's own channel and of requests that finish by themselves. */
const IGNORED: ReadonlySet<string> = new Set([
  'Immediate',
  'WriteWrap',
  'ShutdownWrap',
  'FSReqCallback',
  'FSReqPromise',
  'TTYWrap',
])

/** Tells whether a run has left the process as it found it, so that the next run can have it. */
export class Quietness {
  #baseline: Baseline = baselineNow()
  readonly #memoryLimitBytes: number

  constructor(memoryLimitBytes: number) {
    this.#memoryLimitBytes = memoryLimitBytes
  }

  /** Call when the process is set up and idle. */
  rememberBaseline(): void {
    this.#baseline = baselineNow()
  }

  /** What is not as it was, in words; null when the process is quiet. */
  async whatIsLeft(): Promise<string | null> {
    // A run can end before anything that its last step has begun, such as listening, has had its turn.
    await turn()
    let left = this.#leftNow()
    for (let turns = 0; left !== null && turns < TURNS_TO_SETTLE; turns++) {
      await turn()
      left = this.#leftNow()
    }
    return left
  }

  #leftNow(): string | null {
    for (const [type, count] of countResources()) {
      const before = this.#baseline.resources.get(type) ?? 0
      if (count > before && !IGNORED.has(type)) return `${count - before} active ${type} more than before`
    }
    if (currentDirectory() !== this.#baseline.directory) return 'another working directory'
    if (!isEnvironmentAs(this.#baseline.environment)) return 'changed environment variables'
    const rss = bytesOver(this.#memoryLimitBytes)
    return rss === undefined ? null : `${Math.round(rss / 2 ** 20)} MiB of memory`
  }
}
