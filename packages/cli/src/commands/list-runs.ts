import { FrameworkError, isRunId, type Run, type RunFilter, type RunStatus } from '@pawl/core/plugin'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { runJson } from '../project/run-json.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import type { Paint } from '../terminal/paint.ts'
import { statusText } from '../terminal/status-text.ts'
import { durationText, tableLines, timeText } from '../terminal/text.ts'

export interface ListRunsOptions extends CommonOptions {
  readonly job?: string
  readonly location?: string
  readonly status?: readonly RunStatus[]
  readonly tag?: Readonly<Record<string, string>>
  readonly limit: number
  readonly cursor?: string
}

function filterOf({ job, location, status, tag = {} }: ListRunsOptions): RunFilter {
  const tags = Object.entries(tag).map(([key, value]) => ({ key, value }))
  return {
    ...(job === undefined ? {} : { jobName: job }),
    ...(location === undefined ? {} : { locationName: location }),
    ...(status === undefined ? {} : { statuses: status }),
    ...(tags.length === 0 ? {} : { tags }),
  }
}

function rowOf(run: Run, paint: Paint): readonly string[] {
  const until = run.endedAt ?? Date.now()
  const took = run.startedAt === null ? '' : durationText(until - run.startedAt)
  return [run.runId, statusText(run.status, paint), run.jobName, timeText(run.createdAt), took, run.failureReason ?? '']
}

function printRuns(context: CommandContext, runs: readonly Run[], hasMore: boolean): void {
  const head = ['RUN', 'STATUS', 'JOB', 'LAUNCHED', 'TOOK', '']
  const [first = '', ...rows] = tableLines([head, ...runs.map((run) => rowOf(run, context.paint))])
  context.print(context.paint('dim', first), ...rows)
  if (hasMore) context.note(`There are more: --cursor ${runs.at(-1)?.runId}`)
}

/** `pawl run list`. */
export async function listRuns(context: CommandContext, options: ListRunsOptions): Promise<number> {
  const { limit, cursor } = options
  if (cursor !== undefined && !isRunId(cursor))
    throw new FrameworkError('USAGE', {
      message: `--cursor is "${cursor}", which is no run id. Give the last of the page before.`,
    })
  const project = await projectOf(context)
  return withInstance(project, async ({ instance }) => {
    const page = { filter: filterOf(options), limit: limit + 1, ...(cursor === undefined ? {} : { cursor }) }
    const found = await instance.runs.listRuns(page)
    const runs = found.slice(0, limit)
    const hasMore = found.length > limit
    if (context.isJson) context.printJson({ runs: runs.map(runJson), cursor: hasMore ? (runs.at(-1)?.runId ?? null) : null })
    else if (runs.length === 0) context.note('No runs.')
    else printRuns(context, runs, hasMore)
    return EXIT.ok
  })
}
