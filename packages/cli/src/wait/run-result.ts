import { relative } from 'node:path'
import type { Instance, Run } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { findRun } from '../project/find-run.ts'
import { type JobOutput, jobOutputs, type RunFailureFacts, runFailure } from '../project/run-facts.ts'
import { runJson } from '../project/run-json.ts'
import type { Paint } from '../terminal/paint.ts'
import { durationText, sizeText, tableLines } from '../terminal/text.ts'

/** A path as one would type it here. */
export function shownPath(path: string): string {
  const fromHere = relative('.', path)
  return fromHere.startsWith('..') ? path : fromHere
}

export const outputLines = (outputs: readonly JobOutput[]): readonly string[] =>
  tableLines(
    outputs.map(({ name, stepKey, location, sizeBytes }) => [
      `  ${name}`,
      location === null ? `one for each step of "${stepKey}"` : shownPath(location),
      sizeBytes === null ? '' : sizeText(sizeBytes),
    ]),
  )

export function failureLine({ stepKey, attempt, message }: RunFailureFacts): string {
  if (stepKey === null) return message
  return `"${stepKey}" failed${attempt === null || attempt === 1 ? '' : ` at attempt ${attempt}`}: ${message}`
}

function headline(run: Run, { paint }: CommandContext): string {
  const style = run.status === 'SUCCESS' ? 'green' : run.status === 'FAILURE' ? 'red' : 'yellow'
  const took = run.startedAt === null || run.endedAt === null ? '' : ` after ${durationText(run.endedAt - run.startedAt)}`
  return `The run ended in ${paint(style, run.status)}${took}.`
}

/** Between a run that failed and the one that retries it. */
export const retryLine = ({ failureReason }: Run, retryRunId: string, paint: Paint): string =>
  `The run failed (${failureReason}) and is retried: run ${paint('cyan', retryRunId)}`

/** Prints how a run ended and what it gave; the exit code says the same. */
export async function printResult(context: CommandContext, instance: Instance, runId: string): Promise<number> {
  const run = await findRun(instance, runId)
  const [outputs, failure] = await Promise.all([jobOutputs(instance, run), runFailure(instance, run)])
  if (context.isJson) context.printJson({ ...runJson(run), failure, outputs })
  else {
    context.print('', headline(run, context))
    if (failure !== null) context.print(failureLine(failure), `More: pawl run logs ${run.runId}`)
    context.print(...outputLines(outputs))
  }
  return run.status === 'SUCCESS' ? EXIT.ok : EXIT.failed
}
