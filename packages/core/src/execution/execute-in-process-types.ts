import type { UsedOfProject } from '../definition/definitions.ts'
import type { IOManagerProvider } from '../definition/job-definition.ts'
import type { Job, NeedsOfJob, OutputsOf, ProvidedBy, ProvidedValue, ValuesOf } from '../definition/job-type.ts'
import type { Need } from '../definition/need.ts'
import type { AnyOp, OutsOfOp } from '../definition/op.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import type { ResourceKeys, RunConfigOf } from '../definition/run-config-type.ts'
import type { TagsInput } from '../definition/tags.ts'
import type { None } from '../definition/value-types.ts'
import type { RunEvent } from '../event/run-event.ts'
import type { SerializedError } from '../event/serialized-error.ts'
import type { Clock } from '../foundation/clock.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import type { Random } from '../foundation/random.ts'

/** What the job `J` uses, and neither provides nor brings: a launch in process owes it. */
type Owed<J extends Job> = UsedOfProject<J>

/** Resources for a run in process: what the job owes, and stand-ins for any other; plain values or resources. */
export type ResourcesFor<J extends Job> = {
  readonly [K in Owed<J>['uses']]: ProvidedValue<NeedsOfJob<J>, K>
} & {
  readonly [K in Exclude<ResourceKeys<NeedsOfJob<J>>, Owed<J>['uses']>]?: ProvidedValue<NeedsOfJob<J>, K>
}

type ResourcesKey<J extends Job, R> = [Owed<J>] extends [never]
  ? { readonly resources?: R & ResourcesFor<J> }
  : { readonly resources: R & ResourcesFor<J> }

/** Run config without that of the resources `R` that a stand-in replaces. */
type ConfigKey<C> = None extends C ? { readonly config?: C } : { readonly config: C }
type ConfigFor<J extends Job, R> = RunConfigOf<WithoutResources<NeedsOfJob<J>, keyof R>, Omit<ProvidedBy<J>, keyof R>>
type WithoutResources<N extends Need, Key> = N extends { readonly uses: Key } | { readonly brings: Key } ? never : N

/** How a job is run in process; `R` are the resources it is given. */
export type ExecuteOptions<J extends Job, R = None> = ConfigKey<ConfigFor<J, R>> & ResourcesKey<J, R> & CommonOptions

interface CommonOptions {
  /** Over the job's tags. */
  readonly tags?: TagsInput
  /** By key; outputs are kept in memory where none is given. */
  readonly ioManagers?: Readonly<Record<string, IOManagerProvider>>
  /** Retry policy of ops for which neither op nor job has one. */
  readonly opRetry?: RetryPolicy
  /** Cancels the run when it aborts. */
  readonly signal?: AbortSignal
  /** Time and chance, for a test that waits for nothing and repeats exactly. */
  readonly clock?: Clock
  readonly random?: Random
  /** Sees each event as it happens. */
  readonly onEvent?: (event: EventInProcess) => void
  /** In the op selection grammar: only these ops run; the run config gives inputs that the others would have given. */
  readonly opSelection?: string
  /** What `{ env: 'NAME' }` in the config reads, such as `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** An entry of the run's log with its number, from 1. */
export type EventInProcess = RunEvent & { readonly runId: string; readonly seq: number }

/** Options may be left out where none must be given. */
export type ExecuteArguments<J extends Job, R> =
  None extends ExecuteOptions<J> ? [options?: ExecuteOptions<J, R>] : [options: ExecuteOptions<J, R>]

/** What an op's step gave: the value where its only output is `result`, else values by output name. */
export type OutputOf<O extends AnyOp> = [keyof OutsOfOp<O>] extends ['result']
  ? ValuesOf<OutsOfOp<O>>['result' & keyof OutsOfOp<O>]
  : ValuesOf<OutsOfOp<O>>

interface RunInProcess {
  readonly runId: string
  /** The whole log of the run. */
  readonly events: readonly EventInProcess[]
  /**
   * What the step of this op gave.
   * @throws FrameworkError when the op has no step in the run that succeeded, or several: {@link outputsOf} is for those.
   */
  outputOf<O extends AnyOp>(op: O): OutputOf<O>
  /** What each step of this op gave, by step key: `op[key]` for mapped steps, `graph.op` in graphs. Steps without success are missing. */
  outputsOf<O extends AnyOp>(op: O): ReadonlyMap<string, OutputOf<O>>
}

/** A run whose every step succeeded or was skipped. */
export interface RunSuccess<Outputs = unknown> extends RunInProcess {
  readonly status: 'SUCCESS'
  /** What the job returned, by output name (`result` for a bare handle); `undefined` where it was left out. */
  readonly outputs: Outputs
}

export interface RunFailure extends RunInProcess {
  readonly status: 'FAILURE'
  readonly reason: FailureReason
  /** The error that ended the run: of the first step that failed, where a step did. */
  readonly error: SerializedError
  /** What was thrown, as it was thrown; for looking at in tests. */
  readonly thrown: unknown
  /** Keys of the steps that failed. */
  readonly failedSteps: readonly string[]
}

export interface RunCanceled extends RunInProcess {
  readonly status: 'CANCELED'
}

/** The end of a run in process, told apart by `status`. */
export type RunResult<Outputs = unknown> = RunSuccess<Outputs> | RunFailure | RunCanceled

/** Runs a job here and now, without server or files, and throws where it does not succeed. */
export type ExecuteInProcess = <J extends Job, R extends object = None>(
  job: J,
  ...options: ExecuteArguments<J, R>
) => Promise<RunSuccess<OutputsOf<J>>>

/** As {@link ExecuteInProcess}, but a run that fails or is canceled is an answer too. */
export type TryExecuteInProcess = <J extends Job, R extends object = None>(
  job: J,
  ...options: ExecuteArguments<J, R>
) => Promise<RunResult<OutputsOf<J>>>
