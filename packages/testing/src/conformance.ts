// The conformance suites. They import vitest, so they have an entry of their own: the other one works in any program.
export { damagedBytes } from './io-manager/damaged-bytes.ts'
export type { Damage, IOManagerUnderTest } from './io-manager/io-manager-case.ts'
export { bytesOf, type Identity, type Kept, type OutputStore, outputStore } from './io-manager/output-store.ts'
export { type IOManagerSuite, testIOManager } from './io-manager/test-io-manager.ts'
export type { StorageUnderTest } from './run-storage/storage-case.ts'
export { type RunStorageSuite, testRunStorage } from './run-storage/test-run-storage.ts'
