import { queuedRun } from '../run/change-run.ts'
import { repeatedLaunch } from './launch-conflict.ts'
import { memoryOutbox } from './memory-outbox.ts'
import { memoryPoolSlots } from './memory-pool-slots.ts'
import { memoryReads } from './memory-reads.ts'
import { memoryRunDeletion } from './memory-run-deletion.ts'
import { memoryRunQueue } from './memory-run-queue.ts'
import { memorySupervisorRegistry } from './memory-supervisor-registry.ts'
import type { MemoryTables } from './memory-tables.ts'
import { insertRun, transaction, writeOne } from './memory-writes.ts'
import type { LaunchResult, RunStorage } from './run-storage.ts'
import type { Storage } from './storage.ts'

/**
 * Runs and their logs in this process only, for tests, `executeInProcess` and the simulation. It is the reference that
 * every other storage is compared with, so it is written to be read, not to be fast with many runs.
 */
export function memoryRunStorage(): Storage {
  const tables: MemoryTables = { runs: new Map(), plans: new Map(), supervisors: new Map(), slots: new Map(), outbox: new Map() }
  const { eventLog, ...reads } = memoryReads(tables)
  const runs: RunStorage = {
    ...reads,
    launchRuns: async (launches) =>
      transaction((undo) =>
        launches.map(({ spec, events }): LaunchResult => {
          const existing = insertRun(undo, tables, spec, events)
          return existing === undefined
            ? { kind: 'launched', run: queuedRun(spec, events.length) }
            : repeatedLaunch(existing, spec)
        }),
      ),
    write: async (writes) => transaction((undo) => writes.map((write) => writeOne(undo, tables, write))),
    close: async () => {},
  }
  return {
    runs,
    eventLog,
    queue: memoryRunQueue(tables),
    slots: memoryPoolSlots(tables),
    supervisors: memorySupervisorRegistry(tables),
    outbox: memoryOutbox(tables),
    deletion: memoryRunDeletion(tables),
  }
}
