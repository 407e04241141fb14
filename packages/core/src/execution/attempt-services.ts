import type { RunInfo } from '../definition/context.ts'
import type { IOManager } from '../definition/io-manager.ts'
import type { MetadataKind } from '../definition/metadata.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Random } from '../foundation/random.ts'
import type { StepKey } from '../plan/plan.ts'
import type { ResourcePool } from './resource-pool.ts'

export interface AttemptPlace {
  readonly stepKey: StepKey
  /** From 1. */
  readonly attempt: number
}

/** Metadata too large for an event, to be kept beside the outputs. */
export interface Attachment {
  readonly kind: MetadataKind
  readonly mediaType: string
  readonly content: string
}

/** All that the attempts of a run need from the process they run in. */
export interface AttemptServices {
  readonly clock: Clock
  readonly random: Random
  readonly run: RunInfo
  /** Of the machine whose disk `host`-scoped I/O managers write to. */
  readonly hostId: string
  readonly resources: ResourcePool
  /** @throws FrameworkError UNKNOWN_IO_MANAGER */
  ioManager(key: string): Promise<IOManager>
  /** The parsed config of a planned step, `{ env }` resolved. @throws FrameworkError INVALID_CONFIG */
  stepConfig(key: StepKey): Promise<unknown>
  /** SHA-256 of the step's own config and literal inputs as given; undefined where it has none. */
  configHash(key: StepKey): string | undefined
  /** The value the run config gives for an input. @throws FrameworkError INVALID_CONFIG */
  literalInput(path: readonly string[]): Promise<unknown>
  storeAttachment(attachment: Attachment): Promise<{ readonly attachmentId: string; readonly sizeBytes: number }>
  /** Runs an attempt so that what it prints, and what it throws too late, can be charged to it. */
  within<T>(place: AttemptPlace, body: () => Promise<T>): Promise<T>
  /** Resolves when timers and sockets have had their turn; absent where nothing waits for them. */
  turn?(): Promise<void>
  /** A log line over the limit of LOG events, or of an attempt that is over. */
  spillLog(place: AttemptPlace, line: string): void
}

/** For loops that may go on for long without waiting for anything: timers and sockets get their turn. */
export const letOthersRun = ({ turn, clock }: Pick<AttemptServices, 'turn' | 'clock'>): Promise<void> =>
  turn?.() ?? clock.sleep(0)

export interface AttemptLimits {
  /** LOG events of one attempt; what is logged beyond goes to the captured log only. */
  readonly logEvents: number
  /** How long an attempt may take to end by itself after its signal has aborted; milliseconds. */
  readonly abortGraceMs: number
}

export const DEFAULT_ATTEMPT_LIMITS: AttemptLimits = { logEvents: 1_000, abortGraceMs: 5_000 }
