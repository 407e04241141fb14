import type { EventLog, RunStorage, SupervisorRegistry } from '@pawl/core/plugin'

/** What a storage gives to be tested: its sides, seeing the same runs. */
export interface StorageUnderTest {
  readonly runs: RunStorage
  readonly eventLog: EventLog
  readonly supervisors: SupervisorRegistry
}

/** One rule of the contract, checked on a storage of its own that is empty at the start. */
export interface StorageCase {
  readonly name: string
  run(storage: StorageUnderTest): Promise<void>
}
