import { describe, test } from 'vitest'
import { ALSO_CASES } from './also-cases.ts'
import { DELETION_CASES } from './deletion-cases.ts'
import { EVENT_CASES } from './event-cases.ts'
import { FAULT_CASES } from './fault-cases.ts'
import { FOLD_CASES } from './fold-cases.ts'
import { LAUNCH_CASES } from './launch-cases.ts'
import { OUTBOX_CASES } from './outbox-cases.ts'
import { QUERY_CASES } from './query-cases.ts'
import { QUEUE_CASES } from './queue-cases.ts'
import { RECORD_CASES } from './record-cases.ts'
import { SLOT_CASES } from './slot-cases.ts'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { SUPERVISOR_CASES } from './supervisor-cases.ts'
import { WRITE_CASES } from './write-cases.ts'

export interface RunStorageSuite {
  /** Gives a storage that is empty; it is closed after the test. */
  create(): StorageUnderTest | Promise<StorageUnderTest>
  /** Tests this storage cannot pass, each with the reason why. */
  readonly skip?: readonly { readonly test: string; readonly reason: string }[]
}

const GROUPS: Readonly<Record<string, readonly StorageCase[]>> = {
  launch: LAUNCH_CASES,
  write: WRITE_CASES,
  'what is written also': ALSO_CASES,
  'steps and outputs': RECORD_CASES,
  queries: QUERY_CASES,
  queue: QUEUE_CASES,
  'slots of pools': SLOT_CASES,
  'event log': EVENT_CASES,
  folding: FOLD_CASES,
  faults: FAULT_CASES,
  supervisors: SUPERVISOR_CASES,
  outbox: OUTBOX_CASES,
  deletion: DELETION_CASES,
}

// A storage may be a server, on a machine that does other things as well.
const CASE_TIMEOUT_MS = 120_000

async function runCase(suite: RunStorageSuite, storageCase: StorageCase): Promise<void> {
  const storage = await suite.create()
  try {
    await storageCase.run(storage)
  } finally {
    await storage.runs.close()
  }
}

/** Registers, with vitest, the tests that every run storage and its event log must pass. */
export function testRunStorage(name: string, suite: RunStorageSuite): void {
  const skipped = new Set(suite.skip?.map(({ test: skippedTest }) => skippedTest))
  describe(`run storage: ${name}`, () => {
    for (const [group, cases] of Object.entries(GROUPS)) {
      describe(group, () => {
        for (const storageCase of cases) {
          test.skipIf(skipped.has(storageCase.name))(storageCase.name, () => runCase(suite, storageCase), CASE_TIMEOUT_MS)
        }
      })
    }
  })
}
