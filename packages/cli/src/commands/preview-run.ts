import { previewReexecution, type ReexecutionPreview, type StepDecision } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { findRun } from '../project/find-run.ts'
import { loadLocation } from '../project/load-location.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { refusedReexecution } from '../reexecute/reexecute-here.ts'
import type { ReexecuteOptions } from '../reexecute/reexecute-options.ts'
import { reexecutionRequest } from '../reexecute/reexecution-request.ts'
import type { Paint, Style } from '../terminal/paint.ts'
import { durationText, plural, sizeText, tableLines } from '../terminal/text.ts'

const WORDS: Readonly<Record<StepDecision['kind'], readonly [string, Style]>> = {
  reuse: ['reuse', 'green'],
  execute: ['execute', 'yellow'],
  skip: ['skip', 'dim'],
  'mark-done': ['mark as done', 'cyan'],
  omit: ['leave out', 'dim'],
}

const reasonOf = (step: StepDecision): string => (step.kind === 'execute' ? step.reason.text : step.reason)
/** In a table of hundreds of rows the same half-sentence would be most of what is there. */
const shortReasonOf = (step: StepDecision): string =>
  step.kind === 'reuse' ? `It succeeded in run ${step.originRunId}.` : reasonOf(step)

function detailOf(step: StepDecision): string {
  if (step.kind !== 'reuse') return ''
  const { sizeBytes, succeededAt } = step
  const age = succeededAt === null ? [] : [`${durationText(Date.now() - succeededAt)} old`]
  return [...(sizeBytes === null ? [] : [sizeText(sizeBytes)]), ...age].join(', ')
}

/** Copies of one op with the same fate for the same reason are one row; more than this many would fill the screen. */
const FEW = 3
const kindOf = (step: StepDecision): string =>
  `${step.planKey}\n${step.kind}\n${step.kind === 'execute' ? step.reason.code : step.kind === 'reuse' ? step.originRunId : step.reason}`

function rowOf(step: StepDecision, count: number, paint: Paint): readonly string[] {
  const [word, style] = WORDS[step.kind]
  if (count === 1) return [step.stepKey, paint(style, word), detailOf(step), shortReasonOf(step)]
  return [`${step.planKey}[…] (${count})`, paint(style, word), '', shortReasonOf(step)]
}

const rowsOf = (decisions: readonly StepDecision[], paint: Paint): readonly (readonly string[])[] =>
  [...Map.groupBy(decisions, kindOf).values()].flatMap((same) =>
    same.length > FEW
      ? same.slice(0, 1).map((step) => rowOf(step, same.length, paint))
      : same.map((step) => rowOf(step, 1, paint)),
  )

function countText(decisions: readonly StepDecision[]): string {
  const counts = Object.entries(WORDS).flatMap(([kind, [word]]) => {
    const count = decisions.filter((step) => step.kind === kind).length
    return count === 0 ? [] : [`${word} ${count}`]
  })
  return `${plural(decisions.length, 'step')}: ${counts.join(', ')}.`
}

const stepJson = (step: StepDecision, markable: ReadonlyMap<string, readonly string[]>): object => ({
  stepKey: step.stepKey,
  opKey: step.planKey,
  decision: step.kind.toUpperCase().replaceAll('-', '_'),
  reason: step.kind === 'execute' ? step.reason.code : null,
  text: reasonOf(step),
  ...(step.kind === 'reuse'
    ? { originRunId: step.originRunId, createdAt: step.succeededAt, sizeBytes: step.sizeBytes, outputs: step.outputs }
    : {}),
  ...(markable.has(step.stepKey) ? { markOutputs: markable.get(step.stepKey) } : {}),
})

function printPreview(context: CommandContext, { parent, decisions, warnings, markable }: ReexecutionPreview): void {
  if (context.isJson) {
    const outputs = new Map(markable.map((step) => [step.stepKey, step.outputs]))
    const steps = decisions.map((step) => stepJson(step, outputs))
    context.printJson({ parentRunId: parent.runId, jobName: parent.jobName, steps, warnings })
    return
  }
  const [head = '', ...rows] = tableLines([['STEP', 'DECISION', '', 'WHY'], ...rowsOf(decisions, context.paint)])
  context.print(context.paint('dim', head), ...rows, '', countText(decisions))
  context.note(...warnings.map(({ text }) => `warning: ${text}`))
}

/** `pawl run preview`: decided on the code as it is now, by the function that the run itself would use; nothing is launched. */
export async function previewRun(context: CommandContext, options: ReexecuteOptions, name: string): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async (opened) => {
    const run = await findRun(opened.instance, name)
    const request = await reexecutionRequest(run, options)
    await loadLocation(opened, project, run.locationName)
    const preview = await previewReexecution(opened.instance, request)
    if (preview.kind !== 'decided') throw refusedReexecution(preview, run.jobName)
    printPreview(context, preview)
    return EXIT.ok
  })
}
