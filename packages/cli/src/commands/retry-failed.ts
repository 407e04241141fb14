import { type Instance, isFrameworkError, type Run, type RunFilter, type Strategy } from '@pawl/core/plugin'
import { findDaemon, type OpenInstance, type Project } from '@pawl/daemon'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { loadedLocations } from '../launch/launch-by-daemon.ts'
import type { Launched } from '../launch/launched.ts'
import { daemonClient } from '../project/daemon-client.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { reexecuteByDaemon } from '../reexecute/reexecute-by-daemon.ts'
import { reexecuteHere } from '../reexecute/reexecute-here.ts'
import { reexecutionRequest } from '../reexecute/reexecution-request.ts'
import { confirm } from '../terminal/confirm.ts'
import { noScreen, screenOn } from '../terminal/screen.ts'
import { plural, tableLines, timeText } from '../terminal/text.ts'

export interface RetryFailedOptions extends CommonOptions {
  readonly since?: number
  readonly job?: string
  readonly location?: string
  readonly strategy?: Strategy
  readonly tag?: Readonly<Record<string, string>>
  readonly yes?: boolean
}

const PAGE = 1_000
/** Runs that are named before a person is asked. */
const NAMED = 10

/** Runs that have failed and were neither retried nor re-executed since, the oldest first. */
async function failedRuns({ runs }: Instance, { since, job, location }: RetryFailedOptions): Promise<readonly Run[]> {
  const filter: RunFilter = {
    statuses: ['FAILURE'],
    ...(since === undefined ? {} : { createdAfter: since - 1 }),
    ...(job === undefined ? {} : { jobName: job }),
    ...(location === undefined ? {} : { locationName: location }),
  }
  const newest = new Map<string, Run>()
  for (let cursor: string | undefined; ; ) {
    const page = await runs.listRuns({ filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
    for (const run of page) if (!newest.has(run.rootRunId)) newest.set(run.rootRunId, run)
    cursor = page.at(-1)?.runId
    if (page.length < PAGE) break
  }
  const left: Run[] = []
  for (const run of newest.values()) {
    const [last] = await runs.listRuns({ filter: { rootRunId: run.rootRunId }, limit: 1 })
    if (last?.runId === run.runId) left.push(run)
  }
  return left.reverse()
}

type Relaunch = (run: Run) => Promise<Launched>

/** How one run is launched: by the daemon, or by the code of its location in this process. */
async function relaunchOf(
  project: Project,
  { instance, locations }: OpenInstance,
  options: RetryFailedOptions,
): Promise<Relaunch> {
  const { strategy, tag } = options
  const requestOf = (run: Run) =>
    reexecutionRequest(run, { ...(strategy === undefined ? {} : { strategy }), ...(tag === undefined ? {} : { tag }) })
  const daemon = await findDaemon(project)
  if (daemon !== undefined) {
    const client = daemonClient(daemon, project)
    await loadedLocations(client, options.location, new AbortController().signal)
    return async (run) => reexecuteByDaemon(client, await requestOf(run), run.jobName)
  }
  await locations.load()
  return async (run) => reexecuteHere(instance, await requestOf(run), run.jobName)
}

interface Retried {
  readonly runId: string
  readonly retryRunId: string | null
  readonly message: string | null
}

async function retryOne(run: Run, relaunch: Relaunch): Promise<Retried> {
  const { runId } = run
  try {
    return { runId, retryRunId: (await relaunch(run)).runId, message: null }
  } catch (error) {
    // What is wrong with one run must not keep the others waiting; what is wrong with Pawl must be seen.
    if (!isFrameworkError(error)) throw error
    return { runId, retryRunId: null, message: error.message }
  }
}

/** One after the other, with the count on the screen. */
async function retryAll(context: CommandContext, runs: readonly Run[], relaunch: Relaunch): Promise<readonly Retried[]> {
  const screen = context.err.isTTY ? screenOn(context.err) : noScreen
  const results: Retried[] = []
  for (const run of runs) {
    screen.show([`retrying ${results.length + 1} of ${runs.length}: ${run.jobName} ${run.runId}`])
    results.push(await retryOne(run, relaunch))
  }
  screen.show([])
  return results
}

function namedRuns(runs: readonly Run[]): readonly string[] {
  const rows = runs
    .slice(0, NAMED)
    .map((run) => [`  ${run.runId}`, run.jobName, timeText(run.createdAt), run.failureReason ?? ''])
  return [...tableLines(rows), ...(runs.length > NAMED ? [`  and ${runs.length - NAMED} more`] : [])]
}

/** `pawl run retry --failed`. */
export async function retryFailed(context: CommandContext, options: RetryFailedOptions): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async (opened) => {
    const runs = await failedRuns(opened.instance, options)
    if (runs.length === 0) {
      if (context.isJson) context.printJson({ results: [] })
      else context.note('No run has failed without being retried since.')
      return EXIT.ok
    }
    if (!context.isJson) context.note(...namedRuns(runs))
    if (!(await confirm(context, `Retry ${plural(runs.length, 'run')}?`, options.yes === true))) return EXIT.failed
    const results = await retryAll(context, runs, await relaunchOf(project, opened, options))
    const failed = results.filter(({ message }) => message !== null)
    if (context.isJson) context.printJson({ results })
    else {
      context.print(`${plural(results.length - failed.length, 'run')} launched.`)
      context.note(...failed.map(({ runId, message }) => `Run ${runId} was not retried: ${message}`))
    }
    return failed.length === 0 ? EXIT.ok : EXIT.failed
  })
}
