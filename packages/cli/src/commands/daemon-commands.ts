import { InvalidArgumentError } from 'commander'
import type { CommandGroup } from '../command-group.ts'
import type { ServeOptions } from './serve.ts'

const HIGHEST_PORT = 65_535

function port(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= HIGHEST_PORT) return value
  throw new InvalidArgumentError(`Give a whole number from 0 to ${HIGHEST_PORT}; 0 takes any that is free.`)
}

export function addDaemonCommands(commands: CommandGroup): void {
  commands.add({
    usage: 'dev',
    description: 'Runs the daemon and the launchpad, and reloads code when it changes. Ctrl-C ends the runs and everything else.',
    examples: ['dev', 'dev --port 0        any free port'],
    options: (command) =>
      command
        .option('--port <port>', 'port of the launchpad and of GraphQL (default: server.port of the config, 4040)', port)
        .option('--host <host>', 'address to listen on (default: server.host of the config, 127.0.0.1)'),
    action: async (context, options: ServeOptions) =>
      (await import('./serve.ts')).serve(context, { ...options, isDevelopment: true }),
  })
  commands.add({
    usage: 'daemon',
    description:
      'Runs the daemon and the launchpad on the code as it is at the start. SIGTERM and Ctrl-C end the runs and stop it.',
    examples: ['daemon', 'daemon --host 0.0.0.0 --port 80    needs server.token or PAWL_TOKEN'],
    options: (command) =>
      command
        .option('--port <port>', 'port of the launchpad and of GraphQL (default: server.port of the config, 4040)', port)
        .option('--host <host>', 'address to listen on (default: server.host of the config, 127.0.0.1)'),
    action: async (context, options: ServeOptions) =>
      (await import('./serve.ts')).serve(context, { ...options, isDevelopment: false }),
  })
  commands.add({
    usage: 'worker',
    description:
      'Executes queued runs beside a daemon, or without one: on another machine with the same database, or for more processes on this one. Serves nothing. SIGTERM and Ctrl-C end its runs and stop it.',
    examples: ['worker'],
    action: async (context) => (await import('./work.ts')).work(context),
  })
}
