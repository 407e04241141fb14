import { type Instance, isFinished, type Run } from '@pawl/core/plugin'
import { type Engine, type Project, startEngine } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { followGroup } from '../follow/follow-group.ts'
import type { Launched } from '../launch/launched.ts'
import { findRun } from '../project/find-run.ts'
import { whenLoaded } from '../project/when-loaded.ts'
import { type Interruption, interruption } from './interruption.ts'
import { printResult, retryLine } from './run-result.ts'
import { type WaitScreen, waitScreen } from './wait-screen.ts'

export interface HereOptions {
  readonly context: CommandContext
  readonly project: Project
  /** The only one that has to be loaded; undefined where that is not known. */
  readonly location: string | undefined
  readonly launch: (instance: Instance) => Promise<Launched>
}

interface Here extends HereOptions {
  readonly engine: Engine
  /** Those that the engine executes. */
  readonly groups: Set<string>
  readonly view: WaitScreen
  readonly interrupted: Interruption
}

/** A repeated launch gives a run that may have gone on since. */
function whereItRuns(run: Run): string {
  if (run.status === 'QUEUED') return 'executed here: no daemon of this project is running.'
  return isFinished(run.status) ? 'launched before, has ended.' : 'launched before, is executed by another process.'
}

async function launchAndFollow({ context, location, launch, engine, groups, view, interrupted }: Here): Promise<number> {
  const { instance, locations } = engine
  const { screen, paint, linesOf, say } = view
  screen.show([paint('dim', 'loading the code')])
  await whenLoaded(locations, location, interrupted.givenUp).finally(() => screen.show([]))
  const { runId, warnings } = await launch(instance)
  const run = await findRun(instance, runId)
  for (const warning of warnings) say(`warning: ${warning}`)
  if (!context.isJson) screen.print(`Run ${paint('cyan', runId)}, ${whereItRuns(run)}`)
  interrupted.watch({ runId, isForeign: run.status !== 'QUEUED' })
  groups.add(run.rootRunId)
  instance.hints.notify(runId, 'queued')
  const onRetry = (failed: Run, retryRunId: string): void => {
    if (!context.isJson) screen.print(retryLine(failed, retryRunId, paint))
    interrupted.watch({ runId: retryRunId, isForeign: run.status !== 'QUEUED' })
  }
  const last = await followGroup({ instance, runId, screen, paint, linesOf, signal: interrupted.left, onRetry })
  if (last.end === undefined) return EXIT.interrupted
  const exitCode = await printResult(context, instance, last.runId)
  return interrupted.isInterrupted ? EXIT.interrupted : exitCode
}

/**
 * A launch with `--wait` where no daemon runs: this process is the run's supervisor. It executes the runs of this group only; what else
 * is queued waits for a daemon, as it would have without this command.
 */
export async function executeHere(options: HereOptions): Promise<number> {
  const { context, project } = options
  const groups = new Set<string>()
  const view = waitScreen(context)
  const report = (message: string, error?: unknown): void =>
    view.say(`warning: ${message}${error === undefined ? '' : ` ${String(error)}`}`)
  const engine = await startEngine({ project, report, onlyGroups: groups })
  const interrupted = interruption(engine, view.say)
  try {
    return await launchAndFollow({ ...options, engine, groups, view, interrupted })
  } catch (error) {
    if (!interrupted.givenUp.aborted) throw error
    context.note('Interrupted before the run was launched.')
    return EXIT.interrupted
  } finally {
    await engine.stop()
    interrupted.dispose()
  }
}
