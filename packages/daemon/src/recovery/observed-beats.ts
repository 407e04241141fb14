import type { SupervisorRecord } from '@pawl/core/plugin'

interface Seen {
  readonly beat: number
  readonly since: number
}

/**
 * The beats of other supervisors, as one observer sees them: clocks of machines differ, so only what this one has watched counts. When its
 * own look came late (the machine slept, the process got no time) the others may have had no time either, and it watches anew.
 */
export class ObservedBeats {
  #seen: ReadonlyMap<string, Seen> = new Map()
  #lastLook: number | undefined

  /** Looks at those who are alive; gives those whose beat has stood for their whole lease. `now`: milliseconds of any clock of this observer. */
  look(supervisors: readonly SupervisorRecord[], now: number): readonly SupervisorRecord[] {
    const gap = now - (this.#lastLook ?? now)
    this.#lastLook = now
    const seen = new Map<string, Seen>()
    const overdue: SupervisorRecord[] = []
    for (const supervisor of supervisors) {
      const { supervisorId, beat, leaseMs } = supervisor
      const before = this.#seen.get(supervisorId)
      const isStanding = before?.beat === beat && gap >= 0 && gap <= leaseMs / 2
      const since = isStanding ? before.since : now
      seen.set(supervisorId, { beat, since })
      if (now - since >= leaseMs) overdue.push(supervisor)
    }
    this.#seen = seen
    return overdue
  }

  /** How long its beat had stood at the last look; milliseconds. */
  stoodFor({ supervisorId }: SupervisorRecord): number {
    const since = this.#seen.get(supervisorId)?.since
    return since === undefined || this.#lastLook === undefined ? 0 : this.#lastLook - since
  }
}
