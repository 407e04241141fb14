import type { StoredOutput } from '../definition/io-manager.ts'
import type { StepStatus } from './run-status.ts'

/** Where a step of a run stands: the fold of its events, kept as a row. A step that has not started has none. */
export interface StepRecord {
  readonly stepKey: string
  readonly status: StepStatus
  /** How many attempts have started. */
  readonly attempts: number
  /** Of the newest attempt; UTC milliseconds. */
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Set while UP_FOR_RETRY. */
  readonly retryAt: number | null
  readonly codeVersion: string | null
  readonly configHash: string | null
  /** The place in the plan, which a step keeps for the whole run; all copies of a mapped step share it. */
  readonly planOrder: number
}

/** An output of a step of a run, ready to be loaded. */
export interface OutputRecord {
  readonly stepKey: string
  readonly output: string
  readonly mappingKey: string | null
  readonly originRunId: string
  readonly assetKey: string | null
  readonly partitionKey: string | null
  readonly stored: StoredOutput
}

/** One try of a step, for timelines; `endedAt` is null while it runs. */
export interface AttemptRecord {
  readonly stepKey: string
  readonly attempt: number
  readonly startedAt: number
  readonly endedAt: number | null
}
