import { type Instance, type Run, retryDecisionOf } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { findRun } from '../project/find-run.ts'
import { runJson } from '../project/run-json.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import type { Paint } from '../terminal/paint.ts'
import { statusText } from '../terminal/status-text.ts'
import { durationText, tableLines, timeText } from '../terminal/text.ts'

const PAGE = 1_000

/** All runs of a root, in the order of their launches. */
async function groupOf({ runs }: Instance, rootRunId: string): Promise<readonly Run[]> {
  const all: Run[] = []
  for (;;) {
    const cursor = all.at(-1)?.runId
    const page = await runs.listRuns({ filter: { rootRunId }, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
    all.push(...page)
    if (page.length < PAGE) return all.reverse()
  }
}

const wordOf = ({ strategy, retryOfRunId, retryNumber }: Run): string => {
  const how = strategy === null ? 'first run' : strategy.toLowerCase().replaceAll('_', ' ')
  return retryOfRunId === null ? how : `${how}, retry ${retryNumber}`
}

function rowOf(run: Run, named: Run, paint: Paint): readonly string[] {
  const took = run.startedAt === null ? '' : durationText((run.endedAt ?? Date.now()) - run.startedAt)
  const mark = run.runId === named.runId ? '▸' : ' '
  return [mark, run.runId, statusText(run.status, paint), wordOf(run), timeText(run.createdAt), took, run.failureReason ?? '']
}

/** `pawl run group`. @throws FrameworkError RUN_NOT_FOUND */
export async function showGroup(context: CommandContext, name: string): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ instance }) => {
    const run = await findRun(instance, name)
    const group = await groupOf(instance, run.rootRunId)
    const decisions = await Promise.all(group.map((one) => retryDecisionOf(instance.eventLog, one)))
    if (context.isJson) {
      const runs = group.map((one, index) => ({ ...runJson(one), retryDecision: decisions[index] ?? null }))
      context.printJson({ rootRunId: run.rootRunId, runs })
      return EXIT.ok
    }
    const head = ['', 'RUN', 'STATUS', 'HOW', 'LAUNCHED', 'TOOK', '']
    const [first = '', ...rows] = tableLines([head, ...group.map((one) => rowOf(one, run, context.paint))])
    context.print(context.paint('dim', first), ...rows)
    const last = decisions.findLast((text) => text !== null)
    if (last != null) context.print('', last)
    return EXIT.ok
  })
}
