import type { CommandGroup } from '../command-group.ts'

export function addDbCommands(commands: CommandGroup): void {
  const db = commands.group('db', 'Looks after the database.')
  db.add({
    usage: 'status',
    description: 'Says where the database stands, without making or changing it.',
    examples: ['db status', 'db status --json'],
    action: async (context) => (await import('./db-status.ts')).dbStatus(context),
  })
  db.add({
    usage: 'migrate',
    description: 'Brings the database’s schema up to this version of Pawl; makes the database where there is none.',
    examples: ['db migrate', 'db migrate --json'],
    action: async (context) => (await import('./migrate.ts')).migrate(context),
  })
}
