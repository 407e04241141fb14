import type { CommonOptions } from '../command-context.ts'
import type { CommandGroup } from '../command-group.ts'
import type { LaunchOptions } from '../launch/launch-options.ts'
import { addAssignment, addTag } from '../launch/launch-options.ts'

export interface JobOptions extends CommonOptions {
  readonly location?: string
}

const LOCATION = ['--location <name>', 'where the job is defined; needed where several locations have one of that name'] as const

function addLaunch(jobs: CommandGroup): void {
  jobs.add({
    usage: 'launch <job>',
    description:
      'Launches a run: through the project’s daemon if one is running. Without one, --wait executes the run here; else it is queued until a daemon comes.',
    examples: [
      'job launch hello --wait',
      'job launch flight_report --config config.yaml --set ops.clean.config.limit=1000',
      'job launch nightly --tag team=ops --idempotency-key 2026-11-22 --json',
      "job launch nightly --select 'clean+' --inputs-from 01a200d7-3970-7c04-b487-669ea76eae19",
    ],
    options: (command) =>
      command
        .option(...LOCATION)
        .option('--config <file>', 'the run config, as YAML or JSON; - reads it from stdin')
        .option('--set <path=value>', 'one value of the run config, over that of --config; may be repeated', addAssignment)
        .option('--tag <key=value>', 'a tag of the run; may be repeated', addTag)
        .option(
          '--select <selection>',
          'only these ops: a, *a (and all before), a+ (and the next), graph.a, tag:k=v; comma for several',
        )
        .option('--inputs-from <run>', 'the run that inputs of unselected ops come from')
        .option('--idempotency-key <key>', 'launches once however often it is asked: the same key gives the same run')
        .option('--wait', 'shows the run until it ends, and exits by how it ended'),
    action: async (context, options: LaunchOptions, job: string) =>
      (await import('./launch-job.ts')).launchJob(context, options, job),
  })
}

export function addJobCommands(commands: CommandGroup): void {
  const jobs = commands.group('job', 'Lists, describes and launches jobs.')
  jobs.add({
    usage: 'list',
    description: 'Lists the jobs of the project, from its code as it is now.',
    examples: ['job list', "job list --json | jq '.jobs[].name'"],
    options: (command) => command.option('--location <name>', 'only the jobs of this location'),
    action: async (context, options: JobOptions) => (await import('./list-jobs.ts')).listJobs(context, options),
  })
  jobs.add({
    usage: 'show <job>',
    description: 'Shows a job: its ops with their retries, its resources, its config.',
    examples: ['job show hello', 'job show hello --json'],
    options: (command) => command.option(...LOCATION),
    action: async (context, options: JobOptions, job: string) => (await import('./show-job.ts')).showJob(context, options, job),
  })
  addLaunch(jobs)
}
