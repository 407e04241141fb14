import type { Storage } from '@pawl/core/plugin'

/** What a storage gives to be tested. */
export type StorageUnderTest = Storage

/** One rule of the contract, checked on a storage of its own that is empty at the start. */
export interface StorageCase {
  readonly name: string
  run(storage: StorageUnderTest): Promise<void>
}
