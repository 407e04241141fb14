import type { EventLog } from './event-log.ts'
import type { Outbox } from './outbox.ts'
import type { PoolSlots } from './pool-slots.ts'
import type { RunDeletion } from './run-deletion.ts'
import type { RunQueue } from './run-queue.ts'
import type { RunStorage } from './run-storage.ts'
import type { SupervisorRegistry } from './supervisor-registry.ts'

/** All sides of one storage, seeing the same runs. */
export interface Storage {
  readonly runs: RunStorage
  readonly eventLog: EventLog
  readonly queue: RunQueue
  readonly slots: PoolSlots
  readonly supervisors: SupervisorRegistry
  readonly outbox: Outbox
  readonly deletion: RunDeletion
}
