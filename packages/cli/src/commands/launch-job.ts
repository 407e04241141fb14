import type { CommandContext } from '../command-context.ts'
import { launchByDaemon } from '../launch/launch-by-daemon.ts'
import { launchHere } from '../launch/launch-here.ts'
import type { LaunchOptions } from '../launch/launch-options.ts'
import { launchSomewhere } from '../launch/launch-somewhere.ts'
import type { Wanted } from '../launch/launched.ts'
import { readConfig } from '../launch/read-config.ts'
import { projectOf } from '../project/with-instance.ts'

/** `pawl job launch`. */
export async function launchJob(context: CommandContext, options: LaunchOptions, jobName: string): Promise<number> {
  const project = await projectOf(context)
  const wanted: Wanted = { jobName, options, config: await readConfig(options.config, options.set ?? []) }
  return launchSomewhere({
    context,
    project,
    location: options.location,
    waits: options.wait === true,
    byDaemon: (client) => launchByDaemon(client, wanted, new AbortController().signal),
    here: (instance) => launchHere(instance, wanted),
  })
}
