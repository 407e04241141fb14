import type { Engine } from '@pawl/daemon'
import { onInterrupt } from '../terminal/interrupts.ts'
import { askToStop } from './ask-to-stop.ts'

export interface WatchedRun {
  readonly runId: string
  /** Another process executes it: this one cannot kill it. */
  readonly isForeign: boolean
}

/**
 * What Ctrl-C means to a process that executes a run itself:
 *
 *   no run yet ──Ctrl-C──▶ given up
 *   watching ──Ctrl-C──▶ the run is asked to stop ──Ctrl-C──▶ its worker is killed, or a foreign run is left alone
 */
export interface Interruption {
  /** Aborts at a Ctrl-C before there is a run. */
  readonly givenUp: AbortSignal
  /** Aborts when a run is not waited for any more. */
  readonly left: AbortSignal
  readonly isInterrupted: boolean
  /** From now on Ctrl-C is for this run. */
  watch(run: WatchedRun): void
  dispose(): void
}

export function interruption({ instance, supervisor }: Engine, say: (line: string) => void): Interruption {
  const giveUp = new AbortController()
  const leave = new AbortController()
  let watched: WatchedRun | undefined
  let isInterrupted = false

  function stop(runId: string): void {
    say('Asked the run to stop; Ctrl-C again kills it.')
    askToStop(instance, runId, say)
  }
  const dispose = onInterrupt((count) => {
    isInterrupted = true
    if (watched === undefined) giveUp.abort()
    else if (count === 1) stop(watched.runId)
    else if (watched.isForeign) leave.abort()
    else supervisor.killWorkers()
  })
  return {
    givenUp: giveUp.signal,
    left: leave.signal,
    get isInterrupted() {
      return isInterrupted
    },
    watch(run) {
      watched = run
      // Ctrl-C came while it was being launched.
      if (isInterrupted) stop(run.runId)
    },
    dispose,
  }
}
