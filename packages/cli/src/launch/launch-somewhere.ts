import type { Instance } from '@pawl/core/plugin'
import { findDaemon, type Project } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { type DaemonClient, daemonClient } from '../project/daemon-client.ts'
import { findRun } from '../project/find-run.ts'
import { runJson } from '../project/run-json.ts'
import { withInstance } from '../project/with-instance.ts'
import { executeHere } from '../wait/execute-here.ts'
import { waitForDaemon } from '../wait/wait-for-daemon.ts'
import type { Launched } from './launched.ts'

const NO_DAEMON =
  'No daemon of this project is running, so the run waits: "pawl dev", "pawl daemon" or "pawl worker" will execute it, or launch with --wait to execute it here.'

/** Daemons elsewhere may share the database. */
const NO_DAEMON_HERE =
  'No daemon of this home is running: the run waits for another one on the same database, or for "pawl dev" or "pawl daemon" here.'

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
  else context.print(project.config.storage?.postgres === undefined ? NO_DAEMON : NO_DAEMON_HERE)
  return EXIT.ok
}

/** How a run comes to be, with a daemon and without. */
export interface Launching {
  readonly context: CommandContext
  readonly project: Project
  /** Whose code is needed; undefined where that is not known. */
  readonly location: string | undefined
  /** Whether its end, and that of its automatic retries, is waited for. */
  readonly waits: boolean
  readonly byDaemon: (client: DaemonClient) => Promise<Launched>
  /** The location has been loaded. */
  readonly here: (instance: Instance) => Promise<Launched>
}

/** Validates by the code as it is now, and leaves the run to a daemon that comes. */
async function queue({ project, location, here }: Launching): Promise<Launched> {
  return withInstance(project, async ({ instance, locations }) => {
    const isKnown = location !== undefined && Object.hasOwn(project.config.locations, location)
    await locations.load(isKnown ? [location] : undefined)
    return here(instance)
  })
}

/** Launches through the project's daemon; without one in this process, which executes the run too if it waits. */
export async function launchSomewhere(launching: Launching): Promise<number> {
  const { context, project, location, waits, byDaemon, here } = launching
  const daemon = await findDaemon(project)
  if (daemon !== undefined) {
    const client = daemonClient(daemon, project)
    if (waits) return waitForDaemon({ context, project, client, launch: byDaemon })
    return printQueued(context, project, { launched: await byDaemon(client), url: daemon.url })
  }
  if (waits) return executeHere({ context, project, location, launch: here })
  return printQueued(context, project, { launched: await queue(launching), url: undefined })
}
