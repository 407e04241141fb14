import type { CommandGroup } from '../command-group.ts'

export function addDbCommands(commands: CommandGroup): void {
  commands.group('db', 'Looks after the database.').add({
    usage: 'migrate',
    description: 'Brings the database’s schema up to this version of Pawl; makes the database where there is none.',
    examples: ['db migrate', 'db migrate --json'],
    action: async (context) => (await import('./migrate.ts')).migrate(context),
  })
}
