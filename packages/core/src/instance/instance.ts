import type { Clock } from '../foundation/clock.ts'
import type { Random } from '../foundation/random.ts'
import type { SubscriptionsOf } from '../launch/notifications.ts'
import type { QueueLimits } from '../launch/queue-limits.ts'
import type { RunRetrySettings } from '../launch/run-retry-settings.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { Outbox } from '../storage/outbox.ts'
import type { PoolSlots } from '../storage/pool-slots.ts'
import type { RunDeletion } from '../storage/run-deletion.ts'
import type { RunQueue } from '../storage/run-queue.ts'
import type { RunStorage } from '../storage/run-storage.ts'
import type { SupervisorRegistry } from '../storage/supervisor-registry.ts'
import type { CapturedLogs } from './captured-logs.ts'
import type { LocationCatalog } from './location-catalog.ts'
import type { RunHints } from './run-hints.ts'

/** Everything a process of Pawl works with, wired once and passed on; never global. */
export interface Instance {
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  readonly runs: RunStorage
  readonly eventLog: EventLog
  readonly supervisors: SupervisorRegistry
  readonly queue: RunQueue
  readonly slots: PoolSlots
  readonly outbox: Outbox
  readonly deletion: RunDeletion
  readonly locations: LocationCatalog
  /** In force for runs whose tags say nothing else. */
  readonly runRetries: RunRetrySettings
  readonly queueLimits: QueueLimits
  /** Who is told of the ends of runs. */
  readonly subscriptionsOf: SubscriptionsOf
  readonly capturedLogs: CapturedLogs
  readonly hints: RunHints
}
