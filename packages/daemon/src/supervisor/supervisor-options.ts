import type {
  Clock,
  EventLog,
  PoolSlots,
  QueueLimits,
  Random,
  RunHints,
  RunSpec,
  RunStorage,
  SubscriptionsOf,
} from '@pawl/core/plugin'
import type { RunOutput } from '../home/captured-output.ts'
import type { CurrentCode } from '../location/location-host.ts'
import type { RunDeadlines } from './run-deadlines.ts'
import type { RunWriter } from './run-writer.ts'
import type { StartProcess } from './worker.ts'

export interface SupervisorLimits extends RunDeadlines {
  readonly processes: number
  readonly runsAtOnce: number
  /** For a worker to import its location's code; milliseconds. */
  readonly loadTimeoutMs: number
}

export interface SupervisorOptions {
  readonly storage: RunStorage
  readonly eventLog: EventLog
  readonly slots: PoolSlots
  readonly queueLimits: QueueLimits
  readonly writer: RunWriter
  readonly hints: RunHints
  readonly clock: Clock
  readonly random: Random
  /** Who is told of the ends of runs. */
  readonly subscriptionsOf: SubscriptionsOf
  readonly startProcess: StartProcess
  readonly captured: RunOutput
  readonly limits: SupervisorLimits
  /** Undefined for a location whose files have not been looked at yet. @throws FrameworkError for one that does not exist */
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  /** Called when there is room for another run. */
  readonly onRoom: () => void
  /** Called with the run that was queued to retry one that has failed. */
  readonly onRetry: (retry: RunSpec) => void
  readonly report: (error: unknown) => void
}
