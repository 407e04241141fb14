import { Worker } from 'node:worker_threads'
import { addedUp, type Finding, type Findings, NO_FINDINGS, type SeedRange } from './run-seeds.ts'

export interface ThreadsOptions extends SeedRange {
  readonly threads: number
  /** Name of the bug that is planted. */
  readonly plant: string | undefined
  readonly onFinding: (finding: Finding) => void
  /** Told how many seeds are done. */
  readonly onProgress: (done: number) => void
}

/** What a thread is told to do, and what it answers with `Findings`. */
export interface Order extends SeedRange {
  readonly plant: string | undefined
}

const CHUNK = 50
/** Threads run the sources by Node itself, whoever starts them. */
const FROM_SOURCE = ['--conditions=@pawl/source']
/** With a planted bug one finding is enough. */
const ENOUGH = 1
/** Otherwise so many are: whoever has that many looks at the first. */
const MANY = 25

/** Runs seeds on several threads; the threads ask for more when they are done. */
export async function runSeedsInThreads(options: ThreadsOptions): Promise<Findings> {
  const { from, count, threads, plant, onFinding, onProgress } = options
  let findings = NO_FINDINGS
  let next = 0
  const most = plant === undefined ? MANY : ENOUGH
  const orderNext = (): Order | undefined => {
    if (next >= count || findings.found.length >= most) return undefined
    const order = { from: from + next, count: Math.min(CHUNK, count - next), plant }
    next += order.count
    return order
  }
  const takeAnswer = (answer: Findings): void => {
    findings = addedUp(findings, answer)
    for (const finding of answer.found) onFinding(finding)
    onProgress(findings.seeds)
  }
  await Promise.all(Array.from({ length: threads }, () => runThread(orderNext, takeAnswer)))
  return findings
}

/** One thread's life: it takes orders until there are none. */
function runThread(orderNext: () => Order | undefined, takeAnswer: (answer: Findings) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./seed-thread.ts', import.meta.url), { execArgv: FROM_SOURCE })
    const orderOrEnd = (): void => {
      const order = orderNext()
      if (order === undefined) void thread.terminate()
      else thread.postMessage(order)
    }
    thread.on('message', (answer: Findings) => {
      takeAnswer(answer)
      orderOrEnd()
    })
    thread.on('error', reject)
    thread.on('exit', () => resolve())
    orderOrEnd()
  })
}
