import type { StoredEvent } from '../event/run-event.ts'
import type { RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'
import type { OutputRecord, StepRecord } from '../run/step-record.ts'
import type { NotificationRecord } from './outbox.ts'
import type { PoolSlot } from './pool-slots.ts'
import type { StoredPlan } from './run-storage.ts'
import type { SupervisorRecord } from './supervisor-registry.ts'

/** Everything kept of one run. */
export interface RunEntry {
  run: Run
  readonly events: StoredEvent[]
  readonly steps: Map<string, StepRecord>
  /** By step key, then by output and mapping key. */
  readonly outputs: Map<string, Map<string, OutputRecord>>
}

export interface MemoryTables {
  readonly runs: Map<RunId, RunEntry>
  readonly plans: Map<string, StoredPlan>
  readonly supervisors: Map<string, SupervisorRecord>
  /** By delivery id. */
  readonly outbox: Map<string, NotificationRecord>
  /** By run id and step key; those that are no longer held may still be here. */
  readonly slots: Map<string, PoolSlot & { readonly epoch: number }>
}
