import type { Metadata, MetadataInput } from './metadata.ts'

/** What an I/O manager gives back for an output it has stored; JSON, small, kept in the event log for ever. */
export interface HandledOutput {
  /** Where the output lies: a path or URL that a person can open. Written once, never reused for another output. */
  readonly location: string
  readonly codec?: string
  readonly sizeBytes?: number
  readonly sha256?: string
  readonly version?: string
  readonly metadata?: MetadataInput
}

/** A {@link HandledOutput} as the framework records it. */
export interface StoredOutput extends Omit<HandledOutput, 'metadata'> {
  readonly metadata?: Metadata
  readonly ioManager: string
  readonly hostId: string
  readonly originRunId: string
  readonly originAttempt: number
}

export interface OutputContext {
  readonly runId: string
  readonly jobName: string
  readonly stepKey: string
  readonly output: string
  /** Set for one item of a dynamic output. */
  readonly mappingKey?: string
  /** From 1. An attempt above 1 must not write where an earlier one may still be writing. */
  readonly attempt: number
  readonly signal: AbortSignal
}

export interface InputContext {
  readonly runId: string
  readonly stepKey: string
  /** Undefined for existence checks made outside a step. */
  readonly input?: string
  readonly upstream: {
    readonly stepKey: string
    readonly output: string
    readonly mappingKey?: string
    readonly stored: StoredOutput
  }
  readonly signal: AbortSignal
}

export type OutputPresence = 'present' | 'missing' | 'changed'

/**
 * Stores outputs and loads inputs.
 *
 * `handleOutput` is complete or leaves nothing to be found. It throws `OUTPUT_NOT_SERIALISABLE` for what it cannot store and
 * `OUTPUT_ALREADY_STORED` rather than replace another content at the same location; once its signal aborts it throws the
 * signal's reason. `loadInput` throws `OUTPUT_LOST` when what it finds is gone or not what was stored.
 * All three are FrameworkErrors with constructors in `@pawl/core/plugin`.
 *
 * What is loaded equals what was stored, save that every load gives a copy, a Buffer comes back as a Uint8Array, and a byte
 * stream of any kind comes back as a web `ReadableStream<Uint8Array>`, to be read once by the one that loaded it.
 */
export interface IOManager {
  handleOutput(context: OutputContext, value: unknown): Promise<HandledOutput>
  loadInput(context: InputContext): Promise<unknown>
  /** Cheap and batched; one answer for each context, in order. Absent: everything stored is taken to be present. */
  hasOutputs?(contexts: readonly InputContext[]): Promise<readonly OutputPresence[]>
  /** For retention. Deleting what is not there succeeds. */
  deleteOutput?(context: InputContext): Promise<void>
  /** Who else can read what was written: this process only, this machine's disk, or any machine. */
  readonly scope: 'process' | 'host' | 'shared'
}
