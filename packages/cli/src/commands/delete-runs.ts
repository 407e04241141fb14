import { type DeleteOutcome, deleteRun, isFinished, type Run } from '@pawl/core/plugin'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { findRun } from '../project/find-run.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { confirm } from '../terminal/confirm.ts'
import { plural } from '../terminal/text.ts'

export interface DeleteOptions extends CommonOptions {
  readonly yes?: boolean
}

function lineOf(outcome: DeleteOutcome): string {
  if (outcome.kind !== 'deleted') return outcome.message
  const { runId, keptOutputs } = outcome
  const kept =
    keptOutputs === 0 ? '' : ` ${plural(keptOutputs, 'output')} that later runs reuse ${keptOutputs === 1 ? 'stays' : 'stay'}.`
  return `Run ${runId} is deleted.${kept}`
}

const resultJson = (outcome: DeleteOutcome): object => ({
  runId: outcome.kind === 'refused' ? outcome.run.runId : outcome.runId,
  outcome: outcome.kind,
  message: lineOf(outcome),
  ...(outcome.kind === 'deleted' ? { keptOutputs: outcome.keptOutputs, warnings: outcome.warnings } : {}),
})

function printOutcome(context: CommandContext, outcome: DeleteOutcome): void {
  if (outcome.kind !== 'deleted') {
    context.note(lineOf(outcome))
    return
  }
  context.print(lineOf(outcome))
  context.note(...outcome.warnings.map((warning) => `warning: ${warning}`))
}

/** Runs that have outputs which the code of their locations knows how to delete. */
const locationsOf = (runs: readonly Run[], known: Readonly<Record<string, unknown>>): readonly string[] => [
  ...new Set(
    runs
      .filter(({ status }) => isFinished(status))
      .map(({ locationName }) => locationName)
      .filter((name) => Object.hasOwn(known, name)),
  ),
]

/** `pawl run delete`. @throws FrameworkError RUN_NOT_FOUND, before anything is deleted */
export async function deleteRuns(context: CommandContext, options: DeleteOptions, names: readonly string[]): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ instance, locations }) => {
    const runs = await Promise.all(names.map((name) => findRun(instance, name)))
    const question = `Delete ${plural(runs.length, 'run')} with events, logs and outputs?`
    if (!(await confirm(context, question, options.yes === true))) return EXIT.failed
    await locations.load(locationsOf(runs, project.config.locations))
    const outcomes: DeleteOutcome[] = []
    for (const { runId } of runs) outcomes.push(await deleteRun(instance, runId))
    if (context.isJson) context.printJson({ results: outcomes.map(resultJson) })
    else for (const outcome of outcomes) printOutcome(context, outcome)
    return outcomes.every(({ kind }) => kind === 'deleted') ? EXIT.ok : EXIT.failed
  })
}
