import { Option } from 'commander'
import { usageError } from '../command-context.ts'
import type { CommandGroup } from '../command-group.ts'
import { addAssignment, addTag } from '../launch/launch-options.ts'
import { addMarkedDone, type ReexecuteOptions, sinceOption, strategyOption } from '../reexecute/reexecute-options.ts'
import type { DeleteOptions } from './delete-runs.ts'
import type { RetryFailedOptions } from './retry-failed.ts'
import type { RetryRunOptions } from './retry-run.ts'

type Command = Parameters<NonNullable<Parameters<CommandGroup['add']>[0]['options']>>[0]

const withReexecution = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--strategy <strategy>',
        'from-failure (the default), all-steps, selected (the default with --select), or from-selected: these and what follows',
      ).argParser(strategyOption),
    )
    .option('--select <ops>', 'op selection, such as "clean*, square[n3]"; every op of the run before by default')
    .option('--config <file>', 'run config as YAML or JSON; "-" reads stdin; that of the run before by default')
    .option('--set <path=value>', 'one value of the run config, over the others; may be repeated', addAssignment)
    .option('--tag <key=value>', 'a tag of the new run, over those of the run before; may be repeated', addTag)
    .option('--no-parent-tags', 'without the tags of the run before')
    .option(
      '--mark-done <step=json>',
      'takes a failed step as done with this value, or as step:output=json; may be repeated',
      addMarkedDone,
    )

type Retry = RetryRunOptions & RetryFailedOptions & { readonly failed?: true }

function addRetry(runs: CommandGroup): void {
  runs.add({
    usage: 'retry [run]',
    description:
      'Makes a new run of one that has ended, on the current code: what succeeded and is unchanged is reused. With --failed, of every run that failed and was not retried since. The old run stays as it is.',
    examples: [
      'run retry latest --wait',
      'run retry 01a200d7-3970-7c04-b487-669ea76eae19 --strategy from-selected --select clean',
      'run retry latest --mark-done \'fetch={"rows": 3}\'',
      'run retry --failed --since 1d --job nightly --yes',
    ],
    options: (command) =>
      withReexecution(command)
        .option('--idempotency-key <key>', 'the same key with the same request gives the same run')
        .option('--wait', 'waits for the end of the run and of its automatic retries, and exits by it')
        .option('--failed', 'all runs that have failed and were neither retried nor re-executed since')
        .option('--since <age or date>', 'with --failed: launched since then, such as 12h, 1d or 2026-01-31', (text) =>
          sinceOption(text),
        )
        .option('--job <name>', 'with --failed: of this job')
        .option('--location <name>', 'with --failed: of jobs of this location')
        .option('--yes', 'with --failed: does not ask'),
    async action(context, options: Retry, run: string | undefined) {
      if ((run === undefined) === (options.failed === undefined))
        throw usageError('Name the run, by its id or "latest", or give --failed for all that have failed.')
      if (run === undefined) return (await import('./retry-failed.ts')).retryFailed(context, options)
      return (await import('./retry-run.ts')).retryRun(context, options, run)
    },
  })
}

/** What makes new runs of old ones, and what clears them away. */
export function addReexecutionCommands(runs: CommandGroup): void {
  addRetry(runs)
  runs.add({
    usage: 'preview <run>',
    description:
      'Shows what a retry with the same options would do about each step, and why; nothing is launched. The run itself decides in the same way.',
    examples: [
      'run preview latest',
      'run preview latest --set ops.clean.config.limit=5',
      'run preview latest --select report --json',
    ],
    options: withReexecution,
    action: async (context, options: ReexecuteOptions, run: string) =>
      (await import('./preview-run.ts')).previewRun(context, options, run),
  })
  runs.add({
    usage: 'group <run>',
    description: 'Shows the runs that go back to the same first run: retries and re-executions, in their order.',
    examples: ['run group latest'],
    action: async (context, _options, run: string) => (await import('./show-group.ts')).showGroup(context, run),
  })
  runs.add({
    usage: 'delete <runs...>',
    description:
      'Deletes runs that have ended with their events, logs and outputs; outputs that a later run reuses stay until that is deleted too.',
    examples: ['run delete 01a200d7-3970-7c04-b487-669ea76eae19 --yes'],
    options: (command) => command.option('--yes', 'does not ask'),
    action: async (context, options: DeleteOptions, names: readonly string[]) =>
      (await import('./delete-runs.ts')).deleteRuns(context, options, names),
  })
}
