import type { EventLog, Outbox, PoolSlots, RunDeletion, RunQueue, RunStorage, SupervisorRegistry } from '@pawl/core/plugin'

/** What a storage gives to be tested: its sides, seeing the same runs. */
export interface StorageUnderTest {
  readonly runs: RunStorage
  readonly eventLog: EventLog
  readonly queue: RunQueue
  readonly slots: PoolSlots
  readonly supervisors: SupervisorRegistry
  readonly outbox: Outbox
  readonly deletion: RunDeletion
}

/** One rule of the contract, checked on a storage of its own that is empty at the start. */
export interface StorageCase {
  readonly name: string
  run(storage: StorageUnderTest): Promise<void>
}
