import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { CommandGroup } from './command-group.ts'
import { addDaemonCommands } from './commands/daemon-commands.ts'
import { addDbCommands } from './commands/db-commands.ts'
import { addInitCommand } from './commands/init-command.ts'
import { addJobCommands } from './commands/job-commands.ts'
import { addRunCommands } from './commands/run-commands.ts'
import { packageFolder } from './package-folder.ts'

const version = (): string =>
  (JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as { readonly version: string }).version

const AFTER_HELP = `
Examples:
  pawl init my-project           a new project that runs at once
  pawl dev                       launchpad and workers, reloading what changes
  pawl job launch hello --wait   one run, with its progress
  pawl run logs latest           what it did

Exit codes: 0 done; 1 a failed run, not found, or refused; 2 wrong usage; 130 interrupted.
NO_COLOR takes the colours away. Every command has --help.`

/** The `pawl` command line. What a command does is imported when it is called: `--help` must not wait for it. */
export function pawlProgram(onEnd: (exitCode: number) => void): Command {
  const program = new Command('pawl')
    .description('Runs jobs that are defined in TypeScript: launches, watches and inspects them.')
    .version(version(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', AFTER_HELP)
  const commands = new CommandGroup(program, onEnd)
  addInitCommand(commands)
  addDaemonCommands(commands)
  addJobCommands(commands)
  addRunCommands(commands)
  addDbCommands(commands)
  return program
}
