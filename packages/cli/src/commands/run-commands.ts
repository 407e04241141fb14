import { InvalidArgumentError } from 'commander'
import type { CommandGroup } from '../command-group.ts'
import { addTag } from '../launch/launch-options.ts'
import type { ListRunsOptions } from './list-runs.ts'
import { addReexecutionCommands } from './reexecution-commands.ts'
import type { LogsOptions } from './show-logs.ts'

const STATUSES = ['QUEUED', 'STARTING', 'STARTED', 'CANCELING', 'SUCCESS', 'FAILURE', 'CANCELED'] as const
const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const MOST_AT_ONCE = 1_000

function listed<Word extends string>(known: readonly Word[], normal: (text: string) => string) {
  return (text: string, before: readonly Word[] = []): readonly Word[] => {
    const word = known.find((one) => one === normal(text))
    if (word === undefined) throw new InvalidArgumentError(`There are ${known.join(', ')}.`)
    return [...before, word]
  }
}

const append = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

function limit(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= MOST_AT_ONCE) return value
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_AT_ONCE}.`)
}

function addList(runs: CommandGroup): void {
  runs.add({
    usage: 'list',
    description: 'Lists runs, newest first.',
    examples: [
      'run list',
      'run list --job hello --status FAILURE --limit 5',
      "run list --tag team=ops --json | jq '.runs[].runId'",
    ],
    options: (command) =>
      command
        .option('--job <name>', 'only runs of this job')
        .option('--location <name>', 'only runs of jobs of this location')
        .option(
          '--status <status>',
          'only runs with this status; may be repeated',
          listed(STATUSES, (text) => text.toUpperCase()),
        )
        .option('--tag <key=value>', 'only runs with this tag; may be repeated', addTag)
        .option('--limit <n>', 'how many', limit, 25)
        .option('--cursor <run>', 'go on after this run, the last of the page before'),
    action: async (context, options: ListRunsOptions) => (await import('./list-runs.ts')).listRuns(context, options),
  })
}

function addLogs(runs: CommandGroup): void {
  runs.add({
    usage: 'logs <run>',
    description:
      'Shows the events of a run, or with --captured what its steps have printed. A run is named by its id, or "latest".',
    examples: [
      'run logs latest',
      'run logs -f 01a200d7-3970-7c04-b487-669ea76eae19',
      'run logs latest --level warn --step clean',
      'run logs latest --captured --step clean',
    ],
    options: (command) =>
      command
        .option('-f, --follow', 'goes on until the run ends; Ctrl-C stops looking, and not the run')
        .option('--level <level>', `only events of this level (${LEVELS.join(', ')}) or a graver one`, (text) => {
          return listed(LEVELS, (one) => one.toLowerCase())(text)[0]
        })
        .option('--type <type>', 'only events of this type, such as STEP_FAILURE; may be repeated', append)
        .option('--step <key>', 'only events of this step; may be repeated', append)
        .option('--text <text>', 'only events that contain this text, in any case')
        .option('--captured', 'what the steps wrote to stdout and stderr, instead of events'),
    action: async (context, options: LogsOptions, run: string) =>
      (await import('./show-logs.ts')).showLogs(context, options, run),
  })
}

export function addRunCommands(commands: CommandGroup): void {
  const runs = commands.group('run', 'Lists, shows, retries, ends and deletes runs. Works with and without a daemon.')
  addList(runs)
  runs.add({
    usage: 'show <run>',
    description: 'Shows a run: how it stands, its steps, its outputs, why it failed. A run is named by its id, or "latest".',
    examples: ['run show latest', 'run show 01a200d7-3970-7c04-b487-669ea76eae19 --json'],
    action: async (context, _options, run: string) => (await import('./show-run.ts')).showRun(context, run),
  })
  addLogs(runs)
  runs.add({
    usage: 'terminate <runs...>',
    description: 'Cancels queued runs at once, and asks runs in progress to stop.',
    examples: ['run terminate latest', 'run terminate 01a200d7-3970-7c04-b487-669ea76eae19'],
    action: async (context, _options, names: readonly string[]) =>
      (await import('./terminate-runs.ts')).terminateRuns(context, names),
  })
  addReexecutionCommands(runs)
}
