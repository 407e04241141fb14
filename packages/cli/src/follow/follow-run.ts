import type { Instance, Run, StoredEvent } from '@pawl/core/plugin'
import { advance, type Progress, startProgress, withOps } from '../progress/progress.ts'
import { progressView } from '../progress/progress-view.ts'
import { plannedOps, planOf } from '../project/run-facts.ts'
import type { Paint } from '../terminal/paint.ts'
import type { Screen } from '../terminal/screen.ts'
import { newEvents } from './new-events.ts'

export interface FollowOptions {
  readonly instance: Instance
  readonly runId: string
  readonly screen: Screen
  readonly paint: Paint
  /** The lines that an event leaves on the screen; `progress` already holds it. */
  readonly linesOf: (event: StoredEvent, progress: Progress) => readonly string[]
  readonly signal: AbortSignal
}

/** The progress after one more event. The ops come with the start: only then is the plan there. */
async function advanced(progress: Progress, event: StoredEvent, run: Run, instance: Instance): Promise<Progress> {
  if (event.type !== 'RUN_START') return advance(progress, [event])
  const current = run.planHash === null ? ((await instance.runs.getRun(run.runId)) ?? run) : run
  const plan = await planOf(instance, current)
  return advance(plan === undefined ? progress : withOps(progress, plannedOps(plan)), [event])
}

/** Shows a run until it ends, or until the signal aborts; gives how far it came. */
export async function followRun(options: FollowOptions): Promise<Progress> {
  const { instance, runId, screen, paint, linesOf, signal } = options
  let progress = startProgress()
  try {
    for await (const { run, events } of newEvents(instance, runId, signal)) {
      const lines: string[] = []
      for (const event of events) {
        progress = await advanced(progress, event, run, instance)
        lines.push(...linesOf(event, progress))
      }
      if (lines.length > 0) screen.print(...lines)
      const { width, height } = screen
      if (screen.isLive) screen.show(progressView(progress, { now: Date.now(), width, height, paint }))
    }
    return progress
  } finally {
    screen.keep()
  }
}
