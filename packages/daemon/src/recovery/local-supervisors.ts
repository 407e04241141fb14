import type { SupervisorRecord } from '@pawl/core/plugin'

/**
 * What can be seen of a supervisor of this machine: `dead` when the system refuses a connection to its socket, `vanished` when neither a
 * socket nor a process of it is to be seen from here, which is so too for one in another container. `unknown` where only its beat can tell.
 */
export type Sighting = 'alive' | 'dead' | 'vanished' | 'unknown'

/** Supervisors whose worker processes nobody is in charge of any more. */
export interface Orphaned {
  /** Declared dead. */
  readonly dead: readonly SupervisorRecord[]
  /** All that are in the registry, by their ids: what belongs to none of them was left by one that is not even there. */
  readonly registered: ReadonlyMap<string, SupervisorRecord>
}

/** What a supervisor can see and do on its own machine; the only part of recovery that touches processes. */
export interface LocalSupervisors {
  readonly hostId: string
  /** Whether a supervisor of this machine lives: stopped or busy it does. */
  probe(supervisor: SupervisorRecord): Promise<Sighting>
  /** Kills the worker processes they left here; gives the ids of the supervisors of which some would not die yet. */
  killOrphans(orphaned: Orphaned): Promise<ReadonlySet<string>>
}
