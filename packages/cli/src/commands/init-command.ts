import type { CommandGroup } from '../command-group.ts'

export function addInitCommand(commands: CommandGroup): void {
  commands.add({
    usage: 'init [dir]',
    description: 'Writes a new project that runs at once: a config, a job with a retry, a test. Overwrites nothing.',
    isProjectless: true,
    examples: ['init my-project', 'init               in this folder'],
    action: async (context, _options, dir: string | undefined) => (await import('../init/init.ts')).init(context, dir),
  })
}
