import type { RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'

/** What a supervisor tells of itself when it begins. An id is used once: whoever was declared dead comes back under another. */
export interface SupervisorSpec {
  readonly supervisorId: string
  /** Of the machine that it and its workers are on. */
  readonly hostId: string
  readonly pid: number
  /** Where it listens on its own machine: connecting there tells at once whether it lives, even stopped or busy; null for nowhere. */
  readonly socketPath: string | null
  /** Who sees its beat unchanged for so long, on a clock of their own, may declare it dead; milliseconds. */
  readonly leaseMs: number
  /** UTC milliseconds, to be shown. */
  readonly startedAt: number
}

/**
 * alive ──declareDead by the beat that was seen──▶ dead, for ever
 *   └──remove (it stopped)──▶ gone                  └──remove (nothing of it is left)──▶ gone
 */
export interface SupervisorRecord extends SupervisorSpec {
  /** Counts its renewals: what an observer watches, since clocks of machines differ. */
  readonly beat: number
  readonly status: 'alive' | 'dead'
}

/**
 * Which supervisors there are. A run in progress belongs to its owner for as long as that is alive here, and to whoever recovers it
 * afterwards. Every method is one transaction and may be repeated when its answer was lost.
 */
export interface SupervisorRegistry {
  /** Begins with beat 0, alive; one that is there already, alive or dead, stays as it is. */
  register(spec: SupervisorSpec): Promise<void>
  /** Raises its beat; false when it is not alive here any more, and must let go of everything. */
  renew(supervisorId: string): Promise<boolean>
  /** All that were not removed, the longest there first. */
  list(): Promise<readonly SupervisorRecord[]>
  /** Holds only for the beat that was seen: a renewal that came meanwhile wins. True when it is not alive afterwards, whoever did that. */
  declareDead(seen: { readonly supervisorId: string; readonly beat: number }): Promise<boolean>
  /** Forgets it, alive or not: what it may have left in progress is everybody's. */
  remove(supervisorId: string): Promise<void>
  /** Runs in progress whose owner is not alive here, the oldest first; `after` a run of the page before. Never looks through ended runs. */
  listAbandonedRuns(page: {
    readonly limit: number
    readonly after?: { readonly createdAt: number; readonly runId: RunId }
  }): Promise<readonly Run[]>
}
