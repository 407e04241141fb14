import { type TerminateOutcome, terminateRun } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { findRun } from '../project/find-run.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'

const WORDS = {
  canceled: 'is canceled: it had not started.',
  canceling: 'has been asked to stop; it ends when its worker has.',
} as const

const isGood = ({ kind }: TerminateOutcome): boolean => kind === 'retry-canceled' || kind === 'canceled' || kind === 'canceling'

const lineOf = (outcome: TerminateOutcome): string =>
  outcome.kind === 'canceled' || outcome.kind === 'canceling'
    ? `Run ${outcome.run.runId} ${WORDS[outcome.kind]}`
    : outcome.message

const resultJson = (outcome: TerminateOutcome): object => ({
  runId: outcome.kind === 'unknown-run' ? outcome.runId : outcome.run.runId,
  outcome: outcome.kind,
  status: outcome.kind === 'unknown-run' ? null : outcome.run.status,
  message: lineOf(outcome),
})

/**
 * `pawl run terminate`: the request is stored, and whoever executes the run sees it there within a moment.
 * @throws FrameworkError RUN_NOT_FOUND, before anything is terminated
 */
export async function terminateRuns(context: CommandContext, names: readonly string[]): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ instance }) => {
    const runs = await Promise.all(names.map((name) => findRun(instance, name)))
    const outcomes: TerminateOutcome[] = []
    for (const { runId } of runs) outcomes.push(await terminateRun(instance, runId))
    if (context.isJson) context.printJson({ results: outcomes.map(resultJson) })
    else
      for (const outcome of outcomes) {
        if (isGood(outcome)) context.print(lineOf(outcome))
        else context.note(lineOf(outcome))
      }
    return outcomes.every(isGood) ? EXIT.ok : EXIT.failed
  })
}
