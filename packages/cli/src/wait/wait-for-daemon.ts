import type { Instance, Run } from '@pawl/core/plugin'
import type { Project } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { followGroup } from '../follow/follow-group.ts'
import type { Launched } from '../launch/launched.ts'
import type { DaemonClient } from '../project/daemon-client.ts'
import { withInstance } from '../project/with-instance.ts'
import { onInterrupt } from '../terminal/interrupts.ts'
import { askToStop } from './ask-to-stop.ts'
import { printResult, retryLine } from './run-result.ts'
import { waitScreen } from './wait-screen.ts'

export interface DaemonWaitOptions {
  readonly context: CommandContext
  readonly project: Project
  readonly client: DaemonClient
  readonly launch: (client: DaemonClient) => Promise<Launched>
}

interface Watched {
  readonly context: CommandContext
  readonly instance: Instance
  readonly client: DaemonClient
  readonly launched: Launched
}

/** The first Ctrl-C asks the run to stop; the second leaves it to the daemon, which will see that it does. */
async function follow({ context, instance, client, launched }: Watched): Promise<number> {
  const { runId, warnings } = launched
  const { screen, paint, linesOf, say } = waitScreen(context)
  const leave = new AbortController()
  let isInterrupted = false
  let current: string = runId
  const stopListening = onInterrupt((count) => {
    isInterrupted = true
    if (count > 1) return leave.abort()
    say('Asked the run to stop; Ctrl-C again leaves that to the daemon.')
    askToStop(instance, current, say)
  })
  try {
    for (const warning of warnings) say(`warning: ${warning}`)
    if (!context.isJson) screen.print(`Run ${paint('cyan', `${client.url}/runs/${runId}`)}`)
    const onRetry = (failed: Run, retryRunId: string): void => {
      if (!context.isJson) screen.print(retryLine(failed, retryRunId, paint))
      current = retryRunId
      if (isInterrupted) askToStop(instance, current, say)
    }
    const last = await followGroup({ instance, runId, screen, paint, linesOf, signal: leave.signal, onRetry })
    if (last.end === undefined) return EXIT.interrupted
    const exitCode = await printResult(context, instance, last.runId)
    return isInterrupted ? EXIT.interrupted : exitCode
  } finally {
    stopListening()
  }
}

/** A launch with `--wait` through the project's daemon. */
export async function waitForDaemon({ context, project, client, launch }: DaemonWaitOptions): Promise<number> {
  const launched = await launch(client)
  return withInstance(project, ({ instance }) => follow({ context, instance, client, launched }))
}
