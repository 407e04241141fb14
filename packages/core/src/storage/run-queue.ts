import type { Tags } from '../definition/tags.ts'
import type { RunEvent } from '../event/run-event.ts'
import type { RunId } from '../foundation/ids.ts'
import type { Run, RunChange } from '../run/run.ts'
import type { RunWrite, WriteResult } from './run-storage.ts'

/** What admission looks at of a run that waits: few columns, because the queue may be long. */
export interface QueuedRun {
  readonly runId: RunId
  readonly epoch: number
  readonly priority: number
  readonly createdAt: number
  readonly tags: Tags
}

/** A run that takes part in the limits: STARTING, STARTED or CANCELING. */
export interface RunInProgress {
  readonly runId: RunId
  readonly tags: Tags
}

/** A place in the queue: highest priority first, then oldest, then by id. */
export type QueuePlace = Pick<QueuedRun, 'priority' | 'createdAt' | 'runId'>

export interface QueuePage {
  /** Runs whose `notBefore` lies after it are left out; UTC milliseconds. */
  readonly now: number
  readonly after?: QueuePlace
  readonly limit: number
}

/** What is written of a run that is claimed. */
export interface ClaimWrite {
  readonly events: readonly RunEvent[]
  readonly change: RunChange
}

/** Queued runs that one supervisor means to take. */
export interface ClaimRound {
  readonly supervisorId: string
  /** In the order of the queue, each with the epoch it was seen in. */
  readonly runs: readonly Pick<QueuedRun, 'runId' | 'epoch'>[]
  /** Whether `decide` wants to know the runs in progress; without it is given none, and nobody waits for the queue's lock. */
  readonly readsInProgress: boolean
  /**
   * Called under the queue's lock with the runs that are in progress then; what it gives is asked for each run of the round that is
   * still queued, in order, and says what to write, or nothing to leave it in the queue. Pure, synchronous, and possibly called again
   * when the transaction is repeated.
   */
  readonly decide: (inProgress: readonly RunInProgress[]) => (run: Run) => ClaimWrite | undefined
  /** Written before the claims: ends of runs make room for them. They share the claims' commit where a storage has but one lock. */
  readonly alongside: readonly RunWrite[]
}

export type ClaimResult =
  /** Also for a claim that was made before and whose answer was lost. */
  | { readonly kind: 'claimed'; readonly run: Run }
  /** `decide` left it in the queue. */
  | { readonly kind: 'left' }
  /** It is no longer queued: canceled, deleted, or another supervisor was faster. */
  | { readonly kind: 'gone' }
  /** The supervisor is not alive for the others: it must not take runs. */
  | { readonly kind: 'refused' }

export interface ClaimAnswers {
  readonly claims: readonly ClaimResult[]
  readonly alongside: readonly WriteResult[]
}

/** The runs that wait, and how they are taken. Stores what it is told: which runs may start is decided by the caller. */
export interface RunQueue {
  /** Decides and claims in one transaction under the queue's one lock: of two supervisors the second sees what the first has taken. */
  claimRuns(round: ClaimRound): Promise<ClaimAnswers>
  /** Runs that may be claimed, in the order of the queue. */
  listQueue(page: QueuePage): Promise<readonly QueuedRun[]>
  /** How many runs that may be claimed stand before this place. */
  countBefore(place: QueuePlace, now: number): Promise<number>
  listInProgress(): Promise<readonly RunInProgress[]>
}
