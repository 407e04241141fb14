import type { Command } from 'commander'
import { type CommandContext, type CommonOptions, commandContext } from './command-context.ts'

/** What a command does when it is called; gives the exit code. */
export type Action<Options extends CommonOptions, Arguments extends readonly unknown[]> = (
  context: CommandContext,
  options: Options,
  ...args: Arguments
) => Promise<number>

export interface CommandSpec<Options extends CommonOptions, Arguments extends readonly unknown[]> {
  /** Name and arguments, as commander reads them: `show <run>`. */
  readonly usage: string
  readonly description: string
  /** Command lines that work, without `pawl`. */
  readonly examples: readonly string[]
  /** True for a command that works on no project. */
  readonly isProjectless?: boolean
  /** Adds the command's own options. */
  readonly options?: (command: Command) => Command
  readonly action: Action<Options, Arguments>
}

/** Commands as they are added: each with the options that all take, its examples and its action. */
export class CommandGroup {
  readonly #parent: Command
  readonly #onEnd: (exitCode: number) => void

  constructor(parent: Command, onEnd: (exitCode: number) => void) {
    this.#parent = parent
    this.#onEnd = onEnd
  }

  group(name: string, description: string): CommandGroup {
    return new CommandGroup(this.#parent.command(name).description(description), this.#onEnd)
  }

  add<Options extends CommonOptions, Arguments extends readonly unknown[]>(spec: CommandSpec<Options, Arguments>): void {
    const command = this.#parent.command(spec.usage).description(spec.description)
    const withOptions = spec.options?.(command) ?? command
    if (spec.isProjectless !== true) withOptions.option('--project <dir>', 'folder of the project, or one below it', '.')
    withOptions
      .option('--json', 'answer in JSON')
      .option('--debug', 'show where an error comes from')
      .addHelpText('after', `\nExamples:\n${spec.examples.map((line) => `  pawl ${line}`).join('\n')}`)
      .action(async (...given: unknown[]) => {
        // Commander calls with the arguments, the options and the command.
        const options = given.at(-2) as Options
        const args = given.slice(0, -2) as readonly unknown[] as Arguments
        this.#onEnd(await spec.action(commandContext(options), options, ...args))
      })
  }
}
