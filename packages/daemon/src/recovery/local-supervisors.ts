import type { SupervisorRecord } from '@pawl/core/plugin'

/** Supervisors whose worker processes nobody is in charge of any more. */
export interface Orphaned {
  /** Declared dead. */
  readonly dead: readonly SupervisorRecord[]
  /** Ids that are in the registry, dead or alive: what belongs to none of them was left by one that is not even there. */
  readonly registered: ReadonlySet<string>
}

/** What a supervisor can see and do on its own machine; the only part of recovery that touches processes. */
export interface LocalSupervisors {
  readonly hostId: string
  /** Whether a supervisor of this machine lives: stopped or busy it does. `unknown` where only its beat can tell. */
  probe(supervisor: SupervisorRecord): Promise<'alive' | 'dead' | 'unknown'>
  /** Kills the worker processes they left here; gives the ids of the supervisors of which some would not die yet. */
  killOrphans(orphaned: Orphaned): Promise<ReadonlySet<string>>
}
