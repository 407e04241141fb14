import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { openStorage, type StorageAddress } from './open-storage.ts'
import { messagesOf, runSpec } from './runs.ts'

const script = new URL('./append-many.ts', import.meta.url).pathname

interface Report {
  readonly runId: string
  readonly pid: number
  readonly kinds: Readonly<Record<string, number>>
}

async function appendInProcess(args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...args])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Report
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

/**
 * Appends from several processes at once, each to a run of its own and to two shared ones, and checks that nothing is lost,
 * doubled or out of order. `watch` runs meanwhile, with a promise that settles when the processes have ended.
 */
export async function appendInProcesses(
  address: StorageAddress,
  { processes, appends }: { readonly processes: number; readonly appends: number },
  watch: (sharedRunId: string, done: Promise<unknown>) => Promise<void> = async () => {},
): Promise<void> {
  const storage = await openStorage(address)
  const [shared, decided] = [runSpec(), runSpec()]
  await storage.runs.launchRuns([
    { spec: shared, events: [] },
    { spec: decided, events: [] },
  ])
  const args = [JSON.stringify(address), shared.runId, decided.runId, String(appends)]
  const appending = Promise.all(numbers(processes).map(() => appendInProcess(args)))
  const [reports] = await Promise.all([appending, watch(shared.runId, appending)])

  for (const { runId, pid, kinds } of reports) {
    expect(kinds).toEqual({ written: appends + appends / 5 })
    expect(await messagesOf(storage, runId)).toEqual(numbers(appends).map((n) => `${pid} ${n}`))
    expect((await storage.runs.getRun(runId))?.nextSeq).toBe(appends + 1)
  }
  const extra = (processes * appends) / 10
  expect(new Set(await messagesOf(storage, shared.runId)).size).toBe(extra)
  expect(await messagesOf(storage, decided.runId)).toEqual(numbers(extra).map(String))
  await storage.close()
}
