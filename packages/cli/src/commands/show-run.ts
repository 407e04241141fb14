import {
  type Instance,
  isFinished,
  type Plan,
  type QueueReason,
  queueReason,
  type Run,
  retryDecisionOf,
  type StepRecord,
  type StepStatus,
} from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { opOf } from '../progress/progress.ts'
import { findRun } from '../project/find-run.ts'
import { allSteps, type JobOutput, jobOutputs, planOf, type RunFailureFacts, runFailure } from '../project/run-facts.ts'
import { runJson } from '../project/run-json.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { statusText } from '../terminal/status-text.ts'
import { durationText, plural, tableLines, timeText } from '../terminal/text.ts'
import { failureLine, outputLines } from '../wait/run-result.ts'

interface RunPicture {
  readonly run: Run
  readonly plan: Plan | undefined
  readonly steps: readonly StepRecord[]
  /** When the first attempt of a step began, where there was more than one; UTC milliseconds. */
  readonly firstStarts: ReadonlyMap<string, number>
  readonly outputs: readonly JobOutput[]
  readonly failure: RunFailureFacts | null
  /** Why it is retried automatically, or why not; null where there was nothing to decide. */
  readonly retryDecision: string | null
  /** Why it has not started; null unless it is queued. */
  readonly queueReason: QueueReason | null
}

/** This process has loaded no locations, so it says nothing of them. */
function whyQueued({ locations: _, ...view }: Instance, run: Run): Promise<QueueReason | null> {
  return queueReason(view, run)
}

async function pictureOf(instance: Instance, run: Run): Promise<RunPicture> {
  const [plan, steps, earlier, outputs, failure, retryDecision, reason] = await Promise.all([
    planOf(instance, run),
    allSteps(instance, run),
    instance.runs.listEarlierAttempts(run.runId),
    jobOutputs(instance, run),
    runFailure(instance, run),
    retryDecisionOf(instance.eventLog, run),
    whyQueued(instance, run),
  ])
  const firstAttempts = earlier.filter(({ attempt }) => attempt === 1)
  const firstStarts = new Map(firstAttempts.map(({ stepKey, startedAt }) => [stepKey, startedAt]))
  return { run, plan, steps, firstStarts, outputs, failure, retryDecision, queueReason: reason }
}

const WORDS: Readonly<Record<StepStatus, string>> = {
  STARTED: 'running',
  UP_FOR_RETRY: 'waiting to try again',
  SUCCESS: 'success',
  FAILURE: 'failed',
  SKIPPED: 'skipped',
  REUSED: 'reused',
  MARKED_DONE: 'marked as done',
}

/** A run that has ended interrupted what it had not finished. */
const wordOf = (status: StepStatus, run: Run): string =>
  isFinished(run.status) && (status === 'STARTED' || status === 'UP_FOR_RETRY') ? 'interrupted' : WORDS[status]

/** All steps of one op in one row: of a mapped one there may be thousands. */
function opRow(key: string, steps: readonly StepRecord[], { run, firstStarts }: RunPicture): readonly string[] {
  const byWord = Map.groupBy(steps, ({ status }) => wordOf(status, run))
  const isOne = steps.length === 1 && steps[0]?.stepKey === key
  const words = [...byWord].map(([word, some]) => (isOne ? word : `${some.length} ${word}`)).join(', ')
  const starts = steps.flatMap(({ stepKey, startedAt }) => firstStarts.get(stepKey) ?? startedAt ?? [])
  const until = Math.max(...steps.map(({ endedAt }) => endedAt ?? run.endedAt ?? Date.now()))
  const took = starts.length === 0 ? '' : durationText(until - Math.min(...starts))
  const retries = steps.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0)
  const tries = retries === 0 ? '' : isOne ? `attempt ${retries + 1}` : plural(retries, 'retry', 'retries')
  return [`  ${key}`, words === '' ? 'not started' : words, took, tries]
}

function stepLines(picture: RunPicture): readonly string[] {
  const { plan, steps } = picture
  const byOp = Map.groupBy(steps, ({ stepKey }) => opOf(stepKey))
  return tableLines((plan?.steps ?? []).map(({ key }) => opRow(key, byOp.get(key) ?? [], picture)))
}

/** Runs named in full that hold what it waits for. */
const NAMED_HOLDERS = 5

function queueRows({ text, position, holders }: QueueReason): readonly (readonly string[])[] {
  const more = holders.length > NAMED_HOLDERS ? [`and ${holders.length - NAMED_HOLDERS} more`] : []
  return [
    ['Waits', text],
    ...(position === null ? [] : [['Position', `${position} in the queue`]]),
    ...(holders.length === 0 ? [] : [['Held by', [...holders.slice(0, NAMED_HOLDERS), ...more].join(', ')]]),
  ]
}

function headLines(
  { run, failure, retryDecision, queueReason: reason }: RunPicture,
  { paint }: CommandContext,
): readonly string[] {
  const { createdAt, startedAt, endedAt, opSelection } = run
  const tags = Object.entries(run.tags).map(([key, value]) => `${key}=${value}`)
  const took = startedAt === null ? '' : durationText((endedAt ?? Date.now()) - startedAt)
  const rows = [
    ['Run', run.runId],
    ['Job', `${run.jobName} in location ${run.locationName}`],
    ['Status', `${statusText(run.status, paint)}${took === '' ? '' : `, ${endedAt === null ? 'running for' : 'took'} ${took}`}`],
    ['Launched', `${timeText(createdAt)} (${run.origin.kind})`],
    ...(reason === null ? [] : queueRows(reason)),
    ...(opSelection === null ? [] : [['Selection', opSelection]]),
    ...(tags.length === 0 ? [] : [['Tags', tags.join(', ')]]),
    ...(Object.keys(run.config).length === 0 ? [] : [['Config', JSON.stringify(run.config)]]),
    ...(failure === null ? [] : [['Failure', `${failure.reason}: ${failureLine(failure)}`]]),
    ...(retryDecision === null ? [] : [['Retry', retryDecision]]),
  ]
  return tableLines(rows.map(([name = '', value = '']) => [paint('dim', name), value]))
}

const stepJson = ({ stepKey, status, attempts, startedAt, endedAt }: StepRecord, run: Run): object => ({
  key: stepKey,
  status: wordOf(status, run) === 'interrupted' ? 'INTERRUPTED' : status,
  attempts,
  startedAt,
  endedAt,
})

/** `pawl run show`. @throws FrameworkError RUN_NOT_FOUND */
export async function showRun(context: CommandContext, name: string): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ instance }) => {
    const picture = await pictureOf(instance, await findRun(instance, name))
    const { run, steps, outputs, failure, retryDecision, queueReason: reason } = picture
    if (context.isJson) {
      context.printJson({
        ...runJson(run),
        queueReason: reason,
        failure,
        retryDecision,
        steps: steps.map((step) => stepJson(step, run)),
        outputs,
      })
      return EXIT.ok
    }
    context.print(...headLines(picture, context))
    const rows = stepLines(picture)
    if (rows.length > 0) context.print('', context.paint('dim', 'Steps'), ...rows)
    if (outputs.length > 0) context.print('', context.paint('dim', 'Outputs'), ...outputLines(outputs))
    return EXIT.ok
  })
}
