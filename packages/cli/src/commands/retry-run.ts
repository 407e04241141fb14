import type { CommandContext } from '../command-context.ts'
import { loadedLocations } from '../launch/launch-by-daemon.ts'
import { launchSomewhere } from '../launch/launch-somewhere.ts'
import { findRun } from '../project/find-run.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { reexecuteByDaemon } from '../reexecute/reexecute-by-daemon.ts'
import { reexecuteHere } from '../reexecute/reexecute-here.ts'
import type { ReexecuteOptions } from '../reexecute/reexecute-options.ts'
import { reexecutionRequest } from '../reexecute/reexecution-request.ts'

export interface RetryRunOptions extends ReexecuteOptions {
  readonly idempotencyKey?: string
  readonly wait?: boolean
}

/** `pawl run retry <run>`. @throws FrameworkError RUN_NOT_FOUND, and for every refusal */
export async function retryRun(context: CommandContext, options: RetryRunOptions, name: string): Promise<number> {
  const project = await projectOf(context)
  const run = await withInstance(project, ({ instance }) => findRun(instance, name))
  const request = await reexecutionRequest(run, options)
  const { jobName, locationName } = run
  return launchSomewhere({
    context,
    project,
    location: locationName,
    waits: options.wait === true,
    async byDaemon(client) {
      await loadedLocations(client, locationName, new AbortController().signal)
      return reexecuteByDaemon(client, request, jobName)
    },
    here: (instance) => reexecuteHere(instance, request, jobName),
  })
}
