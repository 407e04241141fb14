import type { Run, RunEnd } from '@pawl/core/plugin'

/** A run that so many supervisors were lost with before it had begun is the reason for it, or has nowhere to run. */
const MOST_CLAIMS = 5

/** What becomes of a run in progress whose supervisor is gone. */
export type Recovery =
  /** Nothing of it has begun: whoever claims it anew executes it as if nothing had been. */
  | { readonly kind: 'claim' }
  /** It never moves to another process: it ends, and is retried by its policy. */
  | { readonly kind: 'end'; readonly end: RunEnd }
  /** For another supervisor. */
  | { readonly kind: 'leave' }

/** `mayExecute`: this supervisor takes such runs. A run that was asked to stop ends as what it was asked for, whatever is said here. */
export function decideRecovery(run: Pick<Run, 'status' | 'epoch'>, mayExecute: boolean, at: number): Recovery {
  if (run.status !== 'STARTING') return endedBy(at, 'Its supervisor is gone, and its worker process with it.')
  if (run.epoch >= MOST_CLAIMS) return endedBy(at, `It is the ${run.epoch}th supervisor that was gone before the run had begun.`)
  return mayExecute ? { kind: 'claim' } : { kind: 'leave' }
}

const endedBy = (at: number, message: string): Recovery => ({
  kind: 'end',
  end: { kind: 'failure', at, reason: 'UNEXPECTED_TERMINATION', message },
})
