import type { JsonObject } from '../foundation/json.ts'
import type { MetadataInput } from './metadata.ts'
import type { Tags } from './tags.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Writes LOG events of the step; `fields` is any JSON. */
export type Logger = { readonly [Level in LogLevel]: (message: string, fields?: JsonObject) => void }

export interface RunInfo {
  readonly runId: string
  readonly jobName: string
  readonly tags: Tags
  readonly rootRunId: string
  readonly parentRunId: string | null
  /** Of automatic run retries, from 0. */
  readonly retryNumber: number
}

export interface StepInfo {
  readonly key: string
  readonly opName: string
  readonly mappingKey: string | null
  /** From 1. */
  readonly attempt: number
  /** attempt - 1 */
  readonly retryNumber: number
}

/** Which output metadata belongs to; an op with an output `result` need not say. */
export type OutputTarget<Output extends string> = 'result' extends Output
  ? [target?: { readonly output?: Output; readonly mappingKey?: string }]
  : [target: { readonly output: Output; readonly mappingKey?: string }]

/** What `run` gets first. A helper that takes any op's context takes an `OpContext` without arguments. */
export interface OpContext<Config = unknown, Resources = unknown, Output extends string = string> {
  readonly config: Config
  readonly resources: Resources
  /** Writes LOG events of this step. */
  readonly log: Logger
  readonly run: RunInfo
  readonly step: StepInfo
  /** Aborts when the attempt's time is up, the run is canceled, or its worker shuts down. Hand it to whatever waits. */
  readonly signal: AbortSignal
  /** Reserved for jobs with partitions. */
  readonly partitionKey?: string
  /** Attaches metadata to an output (`result` where none is named; `mappingKey` for one item of a dynamic output). */
  addOutputMetadata(metadata: MetadataInput, ...target: OutputTarget<Output>): void
  /** Writes an ASSET_MATERIALIZATION (with `asset`) or a LOG event with metadata into the event log. */
  logEvent(event: { readonly message: string; readonly metadata?: MetadataInput; readonly asset?: string }): void
}
