import type { RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'
import type { OutputRecord } from '../run/step-record.ts'

export type DeletedRun =
  /** `unused`: what nobody holds on to any more. `keptOutputs`: how many outputs that it made another run reuses. */
  | { readonly kind: 'deleted'; readonly run: Run; readonly unused: readonly OutputRecord[]; readonly keptOutputs: number }
  | { readonly kind: 'unknown' }
  /** It has not ended. */
  | { readonly kind: 'unfinished'; readonly run: Run }
  /** A run of its group has not come to its plan yet and may go back to it, or one that has not ended takes inputs from it. */
  | { readonly kind: 'needed'; readonly run: Run; readonly by: RunId }

/** Forgets runs. */
export interface RunDeletion {
  /**
   * Deletes a run that has ended with its tags, events, steps, outputs and notifications, in one transaction; the files its outputs lie in
   * are the caller's. An output is unused when no other run has it on record, and the run that made it, where that is another, is gone too.
   */
  deleteRun(runId: RunId): Promise<DeletedRun>
}
