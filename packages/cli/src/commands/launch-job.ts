import { findDaemon, type Project } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { launchByDaemon } from '../launch/launch-by-daemon.ts'
import { launchHere } from '../launch/launch-here.ts'
import type { LaunchOptions } from '../launch/launch-options.ts'
import type { Launched, Wanted } from '../launch/launched.ts'
import { readConfig } from '../launch/read-config.ts'
import { daemonClient } from '../project/daemon-client.ts'
import { findRun } from '../project/find-run.ts'
import { runJson } from '../project/run-json.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { executeHere } from '../wait/execute-here.ts'
import { waitForDaemon } from '../wait/wait-for-daemon.ts'

const NO_DAEMON =
  'No daemon of this project is running, so the run waits: "pawl dev" or "pawl daemon" will execute it, or launch with --wait to execute it here.'

interface Queued {
  readonly launched: Launched
  /** Of the daemon that will execute it; undefined where none runs. */
  readonly url: string | undefined
}

async function printQueued(context: CommandContext, project: Project, { launched, url }: Queued): Promise<number> {
  const { runId, isRepeated, warnings } = launched
  context.note(...warnings.map((warning) => `warning: ${warning}`))
  const page = url === undefined ? null : `${url}/runs/${runId}`
  if (context.isJson) {
    const run = await withInstance(project, ({ instance }) => findRun(instance, runId))
    context.printJson({ ...runJson(run), alreadyLaunched: isRepeated, url: page, warnings })
    return EXIT.ok
  }
  context.print(`${isRepeated ? 'Launched before: run' : 'Launched run'} ${context.paint('cyan', runId)}`)
  if (page !== null) context.print(page)
  else context.print(NO_DAEMON)
  return EXIT.ok
}

/** Validates by the code as it is now, and leaves the run to a daemon that comes. */
async function queue(project: Project, wanted: Wanted): Promise<Launched> {
  const { location } = wanted.options
  return withInstance(project, async ({ instance, locations }) => {
    const isKnown = location !== undefined && Object.hasOwn(project.config.locations, location)
    await locations.load(isKnown ? [location] : undefined)
    return launchHere(instance, wanted)
  })
}

/** `pawl job launch`. */
export async function launchJob(context: CommandContext, options: LaunchOptions, jobName: string): Promise<number> {
  const project = await projectOf(context)
  const wanted: Wanted = { jobName, options, config: await readConfig(options.config, options.set ?? []) }
  const daemon = await findDaemon(project)
  if (daemon !== undefined) {
    const client = daemonClient(daemon, project)
    if (options.wait === true) return waitForDaemon({ context, project, wanted, client })
    const launched = await launchByDaemon(client, wanted, new AbortController().signal)
    return printQueued(context, project, { launched, url: daemon.url })
  }
  if (options.wait === true) return executeHere({ context, project, wanted })
  return printQueued(context, project, { launched: await queue(project, wanted), url: undefined })
}
