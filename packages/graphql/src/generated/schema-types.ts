// Made from schema.graphql by `pnpm generate`. Change that file, then run it.
import type { EdgeKind } from '../nodes.ts';
import type { LocationStatus } from '../nodes.ts';
import type { LogLevel } from '@pawl/core/plugin';
import type { LogStream } from '@pawl/core/plugin';
import type { MetadataKind } from '@pawl/core/plugin';
import type { JsonValue } from '@pawl/core/plugin';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { InstanceNode, JobNode, RunLogsNode, RunGroupNode, RunsNode } from '../nodes.ts';
import type { LocationState, Run as RunRecord, StoredEvent } from '@pawl/core/plugin';
import type { GraphqlContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Milliseconds, bytes and event numbers: whole numbers beyond 32 bits. */
  BigInt: { input: number; output: number; }
  /** Any JSON value. */
  JSON: { input: JsonValue; output: JsonValue; }
};

export type Query = {
  readonly __typename?: 'Query';
  readonly version: Scalars['String']['output'];
  /** Every job of every location, by location and name. */
  readonly jobs: JobConnection;
  readonly jobOrError: JobOrError;
  readonly locations: ReadonlyArray<Location>;
  /** JSON Schema of the whole run config, for editors, and a default document. */
  readonly runConfigSchemaOrError: RunConfigSchemaOrError;
  /** `runConfigData` is an object, or YAML or JSON text. */
  readonly isRunConfigValid: RunConfigValidationResult;
  /** Newest first. `cursor` is the id of the last run of the page before. */
  readonly runsOrError: RunsOrError;
  readonly runOrError: RunOrError;
  /** Ascending from `afterCursor`; with `reverse`, descending, from the newest or from before `afterCursor`. */
  readonly logsForRun: EventConnectionOrError;
  /** How many events there are of each level and type, for the same filter as the log. */
  readonly eventCountsForRun: EventCounts;
  /**
   * A slice by bytes; a negative `offset` counts from the end. A whole log is downloaded from
   * `/captured-logs/<runId>/<stdout|stderr>?stepKey=…&attempt=…`.
   */
  readonly capturedLogs: CapturedLogSlice;
  /**
   * What a re-execution would do about each step, and why, before it is launched: one decision for each step, in plan order, cursor-paged.
   * Decided by the same function as the run itself. The pages after the first are of the same preview for some minutes.
   */
  readonly reexecutionPreview: ReexecutionPreviewOrError;
  /** How a run can be re-executed, or why not, and what a re-execution starts from where nothing is edited. */
  readonly reexecutionOptions: ReexecutionOptionsOrError;
  /** The runs that go back to the same root as this one. */
  readonly runGroupOrError: RunGroupOrError;
  /** Where a bulk operation stands; null when it is not known (any more): they are forgotten when the server ends. */
  readonly bulkOperation: Maybe<BulkOperation>;
  /** Distinct tag keys, or the values of `key`, that start with `prefix`. */
  readonly tagSuggestions: ReadonlyArray<Scalars['String']['output']>;
  /** What this daemon's instance has running, waiting and alive. */
  readonly instance: Instance;
};


export type QueryJobsArgs = {
  filter: InputMaybe<JobsFilter>;
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryJobOrErrorArgs = {
  selector: JobSelector;
};


export type QueryRunConfigSchemaOrErrorArgs = {
  selector: JobOrOpSelector;
};


export type QueryIsRunConfigValidArgs = {
  selector: JobOrOpSelector;
  runConfigData: Scalars['JSON']['input'];
};


export type QueryRunsOrErrorArgs = {
  filter: InputMaybe<RunsFilter>;
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryRunOrErrorArgs = {
  runId: Scalars['ID']['input'];
};


export type QueryLogsForRunArgs = {
  runId: Scalars['ID']['input'];
  afterCursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  filter: InputMaybe<EventsFilter>;
  reverse?: InputMaybe<Scalars['Boolean']['input']>;
};


export type QueryEventCountsForRunArgs = {
  runId: Scalars['ID']['input'];
  filter: InputMaybe<EventsFilter>;
};


export type QueryCapturedLogsArgs = {
  key: CapturedLogKey;
  offset?: InputMaybe<Scalars['BigInt']['input']>;
  limitBytes?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryReexecutionPreviewArgs = {
  reexecutionParams: ReexecutionParams;
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryReexecutionOptionsArgs = {
  runId: Scalars['ID']['input'];
};


export type QueryRunGroupOrErrorArgs = {
  runId: Scalars['ID']['input'];
};


export type QueryBulkOperationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTagSuggestionsArgs = {
  key: InputMaybe<Scalars['String']['input']>;
  prefix?: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  readonly launchRun: LaunchRunResult;
  /** Queued runs are canceled at once; runs in progress are asked to stop, and end when they have. */
  readonly terminateRuns: ReadonlyArray<TerminateRunResult>;
  /** Makes a new run of one that has ended, on the current code; the old run never changes. */
  readonly launchRunReexecution: LaunchRunReexecutionResult;
  /** Re-executes each of these runs as it was launched, by one strategy; one answer for each, in order. */
  readonly reexecuteRuns: ReadonlyArray<LaunchRunReexecutionResult>;
  /** Deletes runs that have ended with their events, logs and outputs, but not the outputs that a later run reuses. */
  readonly deleteRuns: ReadonlyArray<DeleteRunResult>;
  /**
   * Starts to retry, terminate or delete many runs on the server: those of `runIds`, or all that fit the filter now. Ask for its
   * progress with `bulkOperation`.
   */
  readonly startBulkOperation: StartBulkOperationResult;
  readonly reloadLocation: ReloadLocationResult;
};


export type MutationLaunchRunArgs = {
  executionParams: ExecutionParams;
};


export type MutationTerminateRunsArgs = {
  runIds: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationLaunchRunReexecutionArgs = {
  reexecutionParams: ReexecutionParams;
};


export type MutationReexecuteRunsArgs = {
  runIds: ReadonlyArray<Scalars['ID']['input']>;
  strategy?: ReexecutionStrategy;
};


export type MutationDeleteRunsArgs = {
  runIds: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationStartBulkOperationArgs = {
  params: BulkOperationParams;
};


export type MutationReloadLocationArgs = {
  name: Scalars['String']['input'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Events in order, nothing lost or doubled; resume with the last cursor seen. Ends after the run's final event. */
  readonly runLogs: RunLogsMessage;
  /** Grows as the stream is written; resume from `nextOffset`. Ends some time after the run has ended. */
  readonly capturedLogs: CapturedLogSlice;
  /** A hint to refetch: ids of runs that have changed, batched. Not a log. */
  readonly runsChanged: RunsChanged;
  readonly locationsChanged: ReadonlyArray<Location>;
};


export type SubscriptionRunLogsArgs = {
  runId: Scalars['ID']['input'];
  cursor: InputMaybe<Scalars['String']['input']>;
  filter: InputMaybe<EventsFilter>;
};


export type SubscriptionCapturedLogsArgs = {
  key: CapturedLogKey;
  offset?: InputMaybe<Scalars['BigInt']['input']>;
};

export type JobsFilter = {
  readonly text?: InputMaybe<Scalars['String']['input']>;
  readonly locationName?: InputMaybe<Scalars['String']['input']>;
};

export type JobSelector = {
  readonly jobName: Scalars['String']['input'];
  readonly locationName?: InputMaybe<Scalars['String']['input']>;
};

export type JobOrOpSelector = {
  readonly jobName: Scalars['String']['input'];
  readonly locationName?: InputMaybe<Scalars['String']['input']>;
  readonly opSelection?: InputMaybe<Scalars['String']['input']>;
};

export type JobConnection = {
  readonly __typename?: 'JobConnection';
  readonly results: ReadonlyArray<Job>;
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
};

export type JobOrError = Job | JobNotFoundError | LocationNotLoadedError;

export type Job = {
  readonly __typename?: 'Job';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly locationName: Scalars['String']['output'];
  readonly description: Maybe<Scalars['String']['output']>;
  readonly owners: ReadonlyArray<Scalars['String']['output']>;
  readonly tags: ReadonlyArray<Tag>;
  readonly ops: ReadonlyArray<Op>;
  readonly edges: ReadonlyArray<Edge>;
  readonly graphs: ReadonlyArray<Graph>;
  readonly resources: ReadonlyArray<Resource>;
  /** Newest first. */
  readonly runs: ReadonlyArray<Run>;
};


export type JobRunsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
};

export type Op = {
  readonly __typename?: 'Op';
  readonly key: Scalars['String']['output'];
  readonly opName: Scalars['String']['output'];
  readonly description: Maybe<Scalars['String']['output']>;
  readonly tags: ReadonlyArray<Tag>;
  readonly pool: Maybe<Scalars['String']['output']>;
  readonly codeVersion: Maybe<Scalars['String']['output']>;
  readonly timeoutSeconds: Maybe<Scalars['Float']['output']>;
  /** The retry policy in words. */
  readonly retry: Maybe<Scalars['String']['output']>;
  readonly hasConfig: Scalars['Boolean']['output'];
  readonly resources: ReadonlyArray<Scalars['String']['output']>;
  readonly mapOver: Maybe<MapOver>;
  readonly ins: ReadonlyArray<OpInput>;
  readonly outs: ReadonlyArray<OpOutput>;
};

export type MapOver = {
  readonly __typename?: 'MapOver';
  readonly key: Scalars['String']['output'];
  readonly output: Scalars['String']['output'];
};

export type OpInput = {
  readonly __typename?: 'OpInput';
  readonly name: Scalars['String']['output'];
  readonly optional: Scalars['Boolean']['output'];
};

export type OpOutput = {
  readonly __typename?: 'OpOutput';
  readonly name: Scalars['String']['output'];
  readonly required: Scalars['Boolean']['output'];
  readonly dynamic: Scalars['Boolean']['output'];
  readonly ioManager: Scalars['String']['output'];
  readonly asset: Maybe<Scalars['String']['output']>;
  readonly description: Maybe<Scalars['String']['output']>;
};

export type Edge = {
  readonly __typename?: 'Edge';
  readonly from: Scalars['String']['output'];
  readonly output: Maybe<Scalars['String']['output']>;
  readonly to: Scalars['String']['output'];
  readonly input: Maybe<Scalars['String']['output']>;
  readonly kind: EdgeKind;
};

export type { EdgeKind };

export type Graph = {
  readonly __typename?: 'Graph';
  readonly path: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly description: Maybe<Scalars['String']['output']>;
};

export type Resource = {
  readonly __typename?: 'Resource';
  readonly key: Scalars['String']['output'];
  readonly description: Maybe<Scalars['String']['output']>;
  readonly hasConfig: Scalars['Boolean']['output'];
};

export type Tag = {
  readonly __typename?: 'Tag';
  readonly key: Scalars['String']['output'];
  readonly value: Scalars['String']['output'];
};

export type Location = {
  readonly __typename?: 'Location';
  readonly name: Scalars['String']['output'];
  readonly module: Scalars['String']['output'];
  readonly status: LocationStatus;
  readonly generation: Maybe<Scalars['String']['output']>;
  readonly error: Maybe<OpError>;
  readonly updatedAt: Scalars['BigInt']['output'];
  readonly jobNames: ReadonlyArray<Scalars['String']['output']>;
};

export type { LocationStatus };

export type RunConfigSchema = {
  readonly __typename?: 'RunConfigSchema';
  readonly jsonSchema: Scalars['JSON']['output'];
  readonly hash: Scalars['String']['output'];
  readonly defaultConfig: Scalars['JSON']['output'];
  readonly defaultYaml: Scalars['String']['output'];
};

export type RunConfigSchemaOrError = RunConfigSchema | JobNotFoundError | LocationNotLoadedError | InvalidOpSelectionError;

export type RunConfigValidationResult = RunConfigValid | RunConfigInvalid | JobNotFoundError | LocationNotLoadedError | InvalidOpSelectionError;

export type RunConfigValid = {
  readonly __typename?: 'RunConfigValid';
  readonly selectedOps: ReadonlyArray<Scalars['String']['output']>;
};

export type RunConfigInvalid = {
  readonly __typename?: 'RunConfigInvalid';
  readonly errors: ReadonlyArray<RunConfigError>;
};

export type RunConfigError = {
  readonly __typename?: 'RunConfigError';
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly expected: Maybe<Scalars['String']['output']>;
  readonly didYouMean: Maybe<Scalars['String']['output']>;
};

export type RunStatus =
  | 'QUEUED'
  | 'STARTING'
  | 'STARTED'
  | 'CANCELING'
  | 'SUCCESS'
  | 'FAILURE'
  | 'CANCELED';

export type StepStatus =
  | 'NOT_STARTED'
  | 'STARTED'
  | 'INTERRUPTED'
  | 'UP_FOR_RETRY'
  | 'SUCCESS'
  | 'FAILURE'
  | 'SKIPPED'
  | 'REUSED'
  | 'MARKED_DONE';

export type RunsFilter = {
  readonly runIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly jobName?: InputMaybe<Scalars['String']['input']>;
  readonly locationName?: InputMaybe<Scalars['String']['input']>;
  readonly statuses?: InputMaybe<ReadonlyArray<RunStatus>>;
  readonly tags?: InputMaybe<ReadonlyArray<TagFilter>>;
  readonly rootRunId?: InputMaybe<Scalars['ID']['input']>;
  readonly createdAfter?: InputMaybe<Scalars['BigInt']['input']>;
  readonly createdBefore?: InputMaybe<Scalars['BigInt']['input']>;
};

/** Without a value: any run that has the key. */
export type TagFilter = {
  readonly key: Scalars['String']['input'];
  readonly value?: InputMaybe<Scalars['String']['input']>;
};

export type Runs = {
  readonly __typename?: 'Runs';
  readonly results: ReadonlyArray<Run>;
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
  readonly count: Scalars['Int']['output'];
};

export type RunsOrError = Runs | InvalidFilterError;

export type RunOrError = Run | RunNotFoundError;

/** Times are UTC milliseconds. */
export type Run = {
  readonly __typename?: 'Run';
  readonly id: Scalars['ID']['output'];
  readonly runId: Scalars['ID']['output'];
  readonly jobName: Scalars['String']['output'];
  readonly locationName: Scalars['String']['output'];
  readonly status: RunStatus;
  readonly tags: ReadonlyArray<Tag>;
  readonly runConfig: Scalars['JSON']['output'];
  readonly runConfigYaml: Scalars['String']['output'];
  readonly opSelection: Maybe<Scalars['String']['output']>;
  readonly generation: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['BigInt']['output'];
  readonly startingAt: Maybe<Scalars['BigInt']['output']>;
  readonly startedAt: Maybe<Scalars['BigInt']['output']>;
  readonly endedAt: Maybe<Scalars['BigInt']['output']>;
  readonly failureReason: Maybe<Scalars['String']['output']>;
  /** Of a failed run: the failure of the step that caused it, or what happened to the run. */
  readonly failure: Maybe<RunFailure>;
  readonly cancelCause: Maybe<Scalars['String']['output']>;
  readonly launchedBy: Maybe<Scalars['String']['output']>;
  readonly origin: Scalars['String']['output'];
  readonly priority: Scalars['Int']['output'];
  readonly rootRunId: Scalars['ID']['output'];
  readonly parentRunId: Maybe<Scalars['ID']['output']>;
  /** How many automatic retries in a row have led to this run. */
  readonly retryNumber: Scalars['Int']['output'];
  /** The run that this one is the automatic retry of. */
  readonly retryOfRunId: Maybe<Scalars['ID']['output']>;
  /** How it re-executes its parent; null for a run that re-executes none. */
  readonly strategy: Maybe<ReexecutionStrategy>;
  /** A run that waits for its retry delay does not start before. */
  readonly notBefore: Maybe<Scalars['BigInt']['output']>;
  /** Whether an automatic retry followed its failure; null unless it failed. */
  readonly willRetry: Maybe<Scalars['Boolean']['output']>;
  /** The automatic retry that followed it. */
  readonly autoRetryRunId: Maybe<Scalars['ID']['output']>;
  /** Of a run that has ended: in one sentence why it is retried automatically, or why not; null where there was nothing to decide. */
  readonly retryDecision: Maybe<Scalars['String']['output']>;
  /** How many runs there are of its root, itself included. */
  readonly groupSize: Scalars['Int']['output'];
  readonly canTerminate: Scalars['Boolean']['output'];
  /** The number of its newest event, as a cursor. */
  readonly eventsCursor: Scalars['String']['output'];
  readonly stepCounts: StepCounts;
  /** In plan order, planned steps that have not started included; cursor-paged, `cursor` from the page before. */
  readonly steps: StepConnection;
  /** One step with its outputs. */
  readonly step: Maybe<Step>;
  readonly outputs: OutputConnection;
  /** Streams that hold anything. */
  readonly capturedLogKeys: ReadonlyArray<CapturedLogInfo>;
  /** Why it has not started yet; null unless it is queued. */
  readonly queueReason: Maybe<QueueReason>;
};


/** Times are UTC milliseconds. */
export type RunStepsArgs = {
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


/** Times are UTC milliseconds. */
export type RunStepArgs = {
  stepKey: Scalars['String']['input'];
};


/** Times are UTC milliseconds. */
export type RunOutputsArgs = {
  stepKey: InputMaybe<Scalars['String']['input']>;
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};

export type RunFailure = {
  readonly __typename?: 'RunFailure';
  readonly stepKey: Maybe<Scalars['String']['output']>;
  readonly attempt: Maybe<Scalars['Int']['output']>;
  readonly reason: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly error: Maybe<OpError>;
};

/** One number for each StepStatus; together they are `total`. */
export type StepCounts = {
  readonly __typename?: 'StepCounts';
  readonly total: Scalars['Int']['output'];
  readonly notStarted: Scalars['Int']['output'];
  readonly started: Scalars['Int']['output'];
  /** Started or waiting for a retry when the run ended. */
  readonly interrupted: Scalars['Int']['output'];
  readonly upForRetry: Scalars['Int']['output'];
  readonly success: Scalars['Int']['output'];
  readonly failure: Scalars['Int']['output'];
  readonly skipped: Scalars['Int']['output'];
  readonly reused: Scalars['Int']['output'];
  readonly markedDone: Scalars['Int']['output'];
};

export type StepConnection = {
  readonly __typename?: 'StepConnection';
  readonly results: ReadonlyArray<Step>;
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
};

export type Step = {
  readonly __typename?: 'Step';
  readonly key: Scalars['String']['output'];
  readonly opKey: Scalars['String']['output'];
  readonly mappingKey: Maybe<Scalars['String']['output']>;
  readonly status: StepStatus;
  /** In order; the newest last. */
  readonly attempts: ReadonlyArray<Attempt>;
  readonly startedAt: Maybe<Scalars['BigInt']['output']>;
  readonly endedAt: Maybe<Scalars['BigInt']['output']>;
  readonly retryAt: Maybe<Scalars['BigInt']['output']>;
  /** Positions in the run's whole step list are not stable: keys of the plan's steps this one waits for. */
  readonly upstream: ReadonlyArray<Scalars['String']['output']>;
};

export type Attempt = {
  readonly __typename?: 'Attempt';
  readonly number: Scalars['Int']['output'];
  readonly startedAt: Scalars['BigInt']['output'];
  readonly endedAt: Maybe<Scalars['BigInt']['output']>;
};

export type OutputConnection = {
  readonly __typename?: 'OutputConnection';
  readonly results: ReadonlyArray<Output>;
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
};

export type Output = {
  readonly __typename?: 'Output';
  readonly stepKey: Scalars['String']['output'];
  readonly output: Scalars['String']['output'];
  readonly mappingKey: Maybe<Scalars['String']['output']>;
  readonly location: Scalars['String']['output'];
  readonly ioManager: Scalars['String']['output'];
  readonly codec: Maybe<Scalars['String']['output']>;
  readonly sizeBytes: Maybe<Scalars['BigInt']['output']>;
  readonly sha256: Maybe<Scalars['String']['output']>;
  readonly originRunId: Scalars['ID']['output'];
  readonly metadata: ReadonlyArray<MetadataEntry>;
};

export type EventsFilter = {
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly levels?: InputMaybe<ReadonlyArray<LogLevel>>;
  readonly stepKeys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly attempt?: InputMaybe<Scalars['Int']['input']>;
  readonly text?: InputMaybe<Scalars['String']['input']>;
  readonly atFrom?: InputMaybe<Scalars['BigInt']['input']>;
  readonly atTo?: InputMaybe<Scalars['BigInt']['input']>;
};

export type { LogLevel };

export type EventConnectionOrError = EventConnection | RunNotFoundError;

export type EventConnection = {
  readonly __typename?: 'EventConnection';
  readonly events: ReadonlyArray<RunEvent>;
  readonly cursor: Scalars['String']['output'];
  readonly hasMore: Scalars['Boolean']['output'];
};

export type RunEvent = {
  readonly __typename?: 'RunEvent';
  /** Its number in the run, from 1. */
  readonly seq: Scalars['BigInt']['output'];
  readonly cursor: Scalars['String']['output'];
  readonly eventType: Scalars['String']['output'];
  readonly at: Scalars['BigInt']['output'];
  readonly level: LogLevel;
  /** One sentence for people. */
  readonly message: Scalars['String']['output'];
  readonly stepKey: Maybe<Scalars['String']['output']>;
  readonly attempt: Maybe<Scalars['Int']['output']>;
  readonly error: Maybe<OpError>;
  readonly metadata: ReadonlyArray<MetadataEntry>;
  /** The event's own fields as they are stored. */
  readonly payload: Scalars['JSON']['output'];
};

export type EventCounts = {
  readonly __typename?: 'EventCounts';
  readonly total: Scalars['Int']['output'];
  readonly byLevel: ReadonlyArray<LevelCount>;
  readonly byType: ReadonlyArray<TypeCount>;
};

export type LevelCount = {
  readonly __typename?: 'LevelCount';
  readonly level: LogLevel;
  readonly count: Scalars['Int']['output'];
};

export type TypeCount = {
  readonly __typename?: 'TypeCount';
  readonly eventType: Scalars['String']['output'];
  readonly count: Scalars['Int']['output'];
};

export type RunLogsMessage = {
  readonly __typename?: 'RunLogsMessage';
  readonly events: ReadonlyArray<RunEvent>;
  readonly cursor: Scalars['String']['output'];
  /** Where the run stands after these events. */
  readonly run: Run;
  /** Steps these events have touched. */
  readonly steps: ReadonlyArray<Step>;
  /** True in the last message. */
  readonly done: Scalars['Boolean']['output'];
};

export type RunsChanged = {
  readonly __typename?: 'RunsChanged';
  readonly runIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** `value` by kind: text, url, path, markdown, image, plot: String; number, timestamp: number; json: any; table: { columns, rows }. */
export type MetadataEntry = {
  readonly __typename?: 'MetadataEntry';
  readonly label: Scalars['String']['output'];
  readonly kind: MetadataKind;
  readonly value: Maybe<Scalars['JSON']['output']>;
  readonly mediaType: Maybe<Scalars['String']['output']>;
  /** For large values: fetch them here (same origin), `value` is null. */
  readonly attachmentUrl: Maybe<Scalars['String']['output']>;
  readonly sizeBytes: Maybe<Scalars['BigInt']['output']>;
};

export type { MetadataKind };

export type { LogStream };

/** Without stepKey and attempt: what could not be charged to a step. */
export type CapturedLogKey = {
  readonly runId: Scalars['ID']['input'];
  readonly stepKey?: InputMaybe<Scalars['String']['input']>;
  readonly attempt?: InputMaybe<Scalars['Int']['input']>;
  readonly stream: LogStream;
};

export type CapturedLogInfo = {
  readonly __typename?: 'CapturedLogInfo';
  readonly stepKey: Maybe<Scalars['String']['output']>;
  readonly attempt: Maybe<Scalars['Int']['output']>;
  readonly stream: LogStream;
  readonly sizeBytes: Scalars['BigInt']['output'];
};

export type CapturedLogSlice = {
  readonly __typename?: 'CapturedLogSlice';
  readonly text: Scalars['String']['output'];
  readonly offset: Scalars['BigInt']['output'];
  readonly nextOffset: Scalars['BigInt']['output'];
  readonly sizeBytes: Scalars['BigInt']['output'];
};

export type ExecutionParams = {
  readonly selector: JobOrOpSelector;
  /** An object, or YAML or JSON text. */
  readonly runConfigData?: InputMaybe<Scalars['JSON']['input']>;
  readonly executionMetadata?: InputMaybe<ExecutionMetadata>;
  readonly inputsFromRunId?: InputMaybe<Scalars['ID']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ExecutionMetadata = {
  readonly runId?: InputMaybe<Scalars['ID']['input']>;
  readonly tags?: InputMaybe<ReadonlyArray<TagInput>>;
};

export type TagInput = {
  readonly key: Scalars['String']['input'];
  readonly value: Scalars['String']['input'];
};

export type LaunchRunResult = LaunchRunSuccess | RunConfigInvalid | InvalidTagsError | InvalidOpSelectionError | JobNotFoundError | LocationNotLoadedError | IdempotencyConflictError | InvalidRunIdError | RunNotFoundError;

export type LaunchRunSuccess = {
  readonly __typename?: 'LaunchRunSuccess';
  readonly run: Run;
  readonly alreadyLaunched: Scalars['Boolean']['output'];
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

export type TerminateRunResult = TerminateRunSuccess | RunNotFoundError | TerminateRunFailure;

export type TerminateRunSuccess = {
  readonly __typename?: 'TerminateRunSuccess';
  readonly run: Run;
};

export type TerminateRunFailure = Error & {
  readonly __typename?: 'TerminateRunFailure';
  readonly message: Scalars['String']['output'];
  readonly run: Run;
};

/**
 * ALL_STEPS: everything again. FROM_FAILURE: what failed, what did not run, and what follows. SELECTED: the steps of `opSelection`.
 * FROM_SELECTED: these and all that follow them.
 */
export type ReexecutionStrategy =
  | 'ALL_STEPS'
  | 'FROM_FAILURE'
  | 'SELECTED'
  | 'FROM_SELECTED';

export type ReexecutionParams = {
  readonly parentRunId: Scalars['ID']['input'];
  readonly strategy: ReexecutionStrategy;
  /**
   * In the op selection grammar; mapped copies may be named: `a[key]`. Left out: as the parent had it; null: every op. SELECTED and
   * FROM_SELECTED need one.
   */
  readonly opSelection?: InputMaybe<Scalars['String']['input']>;
  /** An object, or YAML or JSON text; left out: the parent's config. */
  readonly runConfigData?: InputMaybe<Scalars['JSON']['input']>;
  /** Laid over the job's tags, and over the parent's with `useParentRunTags`. */
  readonly tags?: InputMaybe<ReadonlyArray<TagInput>>;
  readonly useParentRunTags?: InputMaybe<Scalars['Boolean']['input']>;
  /** Failed steps that are not to run again, with the values of their outputs. */
  readonly markedDone?: InputMaybe<ReadonlyArray<MarkedOutputInput>>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The value of one output of a step that is marked as done; a step with several outputs is named once for each. */
export type MarkedOutputInput = {
  /** With its mapping key. */
  readonly stepKey: Scalars['String']['input'];
  readonly output?: InputMaybe<Scalars['String']['input']>;
  readonly value?: InputMaybe<Scalars['JSON']['input']>;
};

export type LaunchRunReexecutionResult = LaunchRunSuccess | RunNotFoundError | ReexecutionNotAllowedError | InvalidMarkedStepsError | RunConfigInvalid | InvalidTagsError | InvalidOpSelectionError | JobNotFoundError | LocationNotLoadedError | IdempotencyConflictError;

/** The run has not ended, or its end does not fit the strategy. */
export type ReexecutionNotAllowedError = Error & {
  readonly __typename?: 'ReexecutionNotAllowedError';
  readonly message: Scalars['String']['output'];
  readonly run: Run;
  readonly strategy: ReexecutionStrategy;
};

export type InvalidMarkedStepsError = Error & {
  readonly __typename?: 'InvalidMarkedStepsError';
  readonly message: Scalars['String']['output'];
  readonly problems: ReadonlyArray<MarkedStepProblem>;
};

export type MarkedStepProblem = {
  readonly __typename?: 'MarkedStepProblem';
  readonly stepKey: Scalars['String']['output'];
  readonly output: Maybe<Scalars['String']['output']>;
  readonly message: Scalars['String']['output'];
};

export type ReexecutionPreviewOrError = ReexecutionPreview | RunNotFoundError | ReexecutionNotAllowedError | InvalidMarkedStepsError | RunConfigInvalid | InvalidTagsError | InvalidOpSelectionError | JobNotFoundError | LocationNotLoadedError;

export type ReexecutionPreview = {
  readonly __typename?: 'ReexecutionPreview';
  readonly parentRun: Run;
  readonly strategy: ReexecutionStrategy;
  /** Of the whole preview, not of this page. */
  readonly counts: ReexecutionCounts;
  /** What to know before the launch: steps that the job has no more, changed resources, outputs that could not be checked. */
  readonly warnings: ReadonlyArray<ReexecutionWarning>;
  readonly steps: ReadonlyArray<ReexecutionStep>;
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
};

export type ReexecutionCounts = {
  readonly __typename?: 'ReexecutionCounts';
  readonly total: Scalars['Int']['output'];
  readonly reuse: Scalars['Int']['output'];
  readonly execute: Scalars['Int']['output'];
  readonly skip: Scalars['Int']['output'];
  readonly markDone: Scalars['Int']['output'];
  readonly omit: Scalars['Int']['output'];
};

export type ReexecutionDecision =
  | 'REUSE'
  | 'EXECUTE'
  /** Something it needs is certain not to come. */
  | 'SKIP'
  | 'MARK_DONE'
  /** Not part of the new run, neither executed nor reused. */
  | 'OMIT';

export type ReexecutionStep = {
  readonly __typename?: 'ReexecutionStep';
  /** `op`, `op[key]`, or `op[?]` for copies whose keys only the new run will know. */
  readonly stepKey: Scalars['String']['output'];
  /** Without the mapping key. */
  readonly opKey: Scalars['String']['output'];
  readonly decision: ReexecutionDecision;
  /**
   * EXECUTE: FAILED, INTERRUPTED, NEVER_STARTED, DOWNSTREAM, OUTPUT_MISSING, OUTPUT_CHANGED, OUTPUT_NOT_PERSISTED,
   * CODE_VERSION_CHANGED, CONFIG_CHANGED, INPUTS_CHANGED, NEW_STEP, SELECTED. REUSE: SUCCEEDED. SKIP: SKIPPED. MARK_DONE: MARKED_DONE.
   * OMIT: NOT_SELECTED, LEFT_OUT.
   */
  readonly reason: Scalars['String']['output'];
  /** The reason as a sentence. */
  readonly text: Scalars['String']['output'];
  /** The other step of the reason: the nearest one above that executes, or the one that needs the output. */
  readonly otherStepKey: Maybe<Scalars['String']['output']>;
  /** REUSE: the run that made the outputs, which may be an older one than the parent. */
  readonly originRunId: Maybe<Scalars['ID']['output']>;
  /** REUSE: when they were made. */
  readonly createdAt: Maybe<Scalars['BigInt']['output']>;
  /** REUSE: of all its outputs together; null where an I/O manager does not say. */
  readonly sizeBytes: Maybe<Scalars['BigInt']['output']>;
  /** REUSE: the first of its outputs. */
  readonly outputs: ReadonlyArray<ReusedOutput>;
  /** REUSE: of all its outputs. */
  readonly outputCount: Scalars['Int']['output'];
  /** Whether a person may give its outputs instead (`markedDone`). */
  readonly canMarkDone: Scalars['Boolean']['output'];
  /** Names of the outputs that would have to be given; those that may be left out end with `?`. */
  readonly markOutputs: ReadonlyArray<Scalars['String']['output']>;
};

export type ReusedOutput = {
  readonly __typename?: 'ReusedOutput';
  readonly output: Scalars['String']['output'];
  readonly mappingKey: Maybe<Scalars['String']['output']>;
  readonly location: Scalars['String']['output'];
  readonly ioManager: Scalars['String']['output'];
  readonly sizeBytes: Maybe<Scalars['BigInt']['output']>;
};

export type ReexecutionWarning = {
  readonly __typename?: 'ReexecutionWarning';
  /** STEP_GONE, RESOURCE_CHANGED, OUTPUT_UNCHECKED or MARK_IGNORED. */
  readonly code: Scalars['String']['output'];
  readonly text: Scalars['String']['output'];
  readonly stepKey: Maybe<Scalars['String']['output']>;
};

export type ReexecutionOptionsOrError = ReexecutionOptions | RunNotFoundError;

export type ReexecutionOptions = {
  readonly __typename?: 'ReexecutionOptions';
  readonly run: Run;
  readonly strategies: ReadonlyArray<StrategyOption>;
  /** The least that brings the run to its end. */
  readonly defaultStrategy: ReexecutionStrategy;
  /** Why it can be re-executed in no way at all. */
  readonly problem: Maybe<Scalars['String']['output']>;
  readonly runConfig: Scalars['JSON']['output'];
  readonly runConfigYaml: Scalars['String']['output'];
  /** Without those that only Pawl writes. */
  readonly tags: ReadonlyArray<Tag>;
  readonly opSelection: Maybe<Scalars['String']['output']>;
};

export type StrategyOption = {
  readonly __typename?: 'StrategyOption';
  readonly strategy: ReexecutionStrategy;
  readonly isAllowed: Scalars['Boolean']['output'];
  /** Why not. */
  readonly problem: Maybe<Scalars['String']['output']>;
};

export type RunGroupOrError = RunGroup | RunNotFoundError;

export type RunGroup = {
  readonly __typename?: 'RunGroup';
  readonly rootRunId: Scalars['ID']['output'];
  /** Null when it was deleted. */
  readonly rootRun: Maybe<Run>;
  readonly count: Scalars['Int']['output'];
  /** In the order of their launches: the newest of them, or with the `cursor` of another answer, those before. */
  readonly runs: RunGroupPage;
};


export type RunGroupRunsArgs = {
  cursor: InputMaybe<Scalars['String']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};

export type RunGroupPage = {
  readonly __typename?: 'RunGroupPage';
  readonly results: ReadonlyArray<Run>;
  /** Leads to older runs. */
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly hasMore: Scalars['Boolean']['output'];
};

export type DeleteRunResult = DeleteRunSuccess | RunNotFoundError | DeleteRunFailure;

export type DeleteRunSuccess = {
  readonly __typename?: 'DeleteRunSuccess';
  readonly runId: Scalars['ID']['output'];
  /** Outputs that stay because a later run reuses them. */
  readonly keptOutputs: Scalars['Int']['output'];
  /** Why files of it could not be deleted; nothing of the run is left in the database all the same. */
  readonly warnings: ReadonlyArray<Scalars['String']['output']>;
};

export type DeleteRunFailure = Error & {
  readonly __typename?: 'DeleteRunFailure';
  readonly message: Scalars['String']['output'];
  readonly run: Run;
};

export type BulkAction =
  | 'RETRY'
  | 'TERMINATE'
  | 'DELETE';

/** Either `runIds` or `filter`. RETRY by filter takes only runs that have failed or were canceled and were not re-executed since. */
export type BulkOperationParams = {
  readonly action: BulkAction;
  readonly runIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly filter?: InputMaybe<RunsFilter>;
  /** For RETRY. */
  readonly strategy?: InputMaybe<ReexecutionStrategy>;
};

export type StartBulkOperationResult = BulkOperation | InvalidFilterError;

export type BulkOperation = {
  readonly __typename?: 'BulkOperation';
  readonly id: Scalars['ID']['output'];
  readonly action: BulkAction;
  /** Runs it is about. */
  readonly total: Scalars['Int']['output'];
  /** Of these, how many it has tried, failures included. */
  readonly done: Scalars['Int']['output'];
  readonly isDone: Scalars['Boolean']['output'];
  readonly failureCount: Scalars['Int']['output'];
  /** The first 100. */
  readonly failures: ReadonlyArray<BulkFailure>;
  /** RETRY: the first 100 of the new runs. */
  readonly launchedRunIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly startedAt: Scalars['BigInt']['output'];
  readonly endedAt: Maybe<Scalars['BigInt']['output']>;
};

export type BulkFailure = {
  readonly __typename?: 'BulkFailure';
  readonly runId: Scalars['ID']['output'];
  readonly message: Scalars['String']['output'];
};

export type ReloadLocationResult = Location | LocationNotFoundError;

export type Error = {
  readonly message: Scalars['String']['output'];
};

/** An error of an op, of a location, or of Pawl, without the server's own paths or secrets. */
export type OpError = {
  readonly __typename?: 'OpError';
  readonly name: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly code: Maybe<Scalars['String']['output']>;
  readonly stack: Maybe<Scalars['String']['output']>;
  readonly metadata: ReadonlyArray<MetadataEntry>;
  readonly cause: Maybe<OpError>;
};

export type JobNotFoundError = Error & {
  readonly __typename?: 'JobNotFoundError';
  readonly message: Scalars['String']['output'];
  readonly jobName: Scalars['String']['output'];
  readonly didYouMean: Maybe<Scalars['String']['output']>;
};

export type LocationNotFoundError = Error & {
  readonly __typename?: 'LocationNotFoundError';
  readonly message: Scalars['String']['output'];
};

export type LocationNotLoadedError = Error & {
  readonly __typename?: 'LocationNotLoadedError';
  readonly message: Scalars['String']['output'];
  readonly locationName: Scalars['String']['output'];
  readonly error: Maybe<OpError>;
};

export type InvalidOpSelectionError = Error & {
  readonly __typename?: 'InvalidOpSelectionError';
  readonly message: Scalars['String']['output'];
  readonly position: Scalars['Int']['output'];
  readonly length: Scalars['Int']['output'];
  readonly didYouMean: Maybe<Scalars['String']['output']>;
};

export type InvalidTagsError = Error & {
  readonly __typename?: 'InvalidTagsError';
  readonly message: Scalars['String']['output'];
  readonly problems: ReadonlyArray<TagProblem>;
};

export type TagProblem = {
  readonly __typename?: 'TagProblem';
  readonly key: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type InvalidFilterError = Error & {
  readonly __typename?: 'InvalidFilterError';
  readonly message: Scalars['String']['output'];
};

export type RunNotFoundError = Error & {
  readonly __typename?: 'RunNotFoundError';
  readonly message: Scalars['String']['output'];
  readonly runId: Scalars['ID']['output'];
};

export type InvalidRunIdError = Error & {
  readonly __typename?: 'InvalidRunIdError';
  readonly message: Scalars['String']['output'];
};

export type IdempotencyConflictError = Error & {
  readonly __typename?: 'IdempotencyConflictError';
  readonly message: Scalars['String']['output'];
};

export type QueueRule =
  /** It waits for its time: `notBefore`. */
  | 'NOT_BEFORE'
  | 'MAX_CONCURRENT_RUNS'
  | 'TAG_CONCURRENCY_LIMIT'
  /** Nobody is there to take it. */
  | 'NO_SUPERVISOR'
  | 'LOCATION_NOT_LOADED'
  /** Nothing blocks it: it starts when a supervisor has room for it. */
  | 'NONE';

export type QueueReason = {
  readonly __typename?: 'QueueReason';
  readonly rule: QueueRule;
  /** A sentence or two for a person. */
  readonly text: Scalars['String']['output'];
  /** Among the runs that may be claimed, from 1; null while its time has not come. */
  readonly position: Maybe<Scalars['Int']['output']>;
  /** Who holds what it waits for; the first 100. */
  readonly holders: ReadonlyArray<SlotHolder>;
  readonly holderCount: Scalars['Int']['output'];
  readonly notBefore: Maybe<Scalars['BigInt']['output']>;
};

/** A run that counts against a limit, or the step of a run that holds a slot of a pool. */
export type SlotHolder = {
  readonly __typename?: 'SlotHolder';
  readonly runId: Scalars['ID']['output'];
  readonly stepKey: Maybe<Scalars['String']['output']>;
  /** When the slot was given; null for a run as a whole. */
  readonly since: Maybe<Scalars['BigInt']['output']>;
};

export type Instance = {
  readonly __typename?: 'Instance';
  readonly runQueue: RunQueue;
  readonly concurrency: Concurrency;
  readonly daemonHealth: DaemonHealth;
};

export type RunQueue = {
  readonly __typename?: 'RunQueue';
  /** Runs that wait for their time count too. */
  readonly queuedCount: Scalars['Int']['output'];
  readonly inProgressCount: Scalars['Int']['output'];
  /** Null where there is no limit. */
  readonly maxConcurrentRuns: Maybe<Scalars['Int']['output']>;
};

export type Concurrency = {
  readonly __typename?: 'Concurrency';
  readonly tagLimits: ReadonlyArray<TagLimit>;
  /** The pools that the config names, and those that steps hold slots of. */
  readonly pools: ReadonlyArray<Pool>;
};

/** One of `queue.tagConcurrencyLimits`; of a limit for each unique value, there is one of these for each value in progress. */
export type TagLimit = {
  readonly __typename?: 'TagLimit';
  readonly key: Scalars['String']['output'];
  /** Null where the values are counted together. */
  readonly value: Maybe<Scalars['String']['output']>;
  /** Null where there is none. */
  readonly limit: Maybe<Scalars['Int']['output']>;
  readonly used: Scalars['Int']['output'];
  /** The first 100. */
  readonly holders: ReadonlyArray<SlotHolder>;
};

export type Pool = {
  readonly __typename?: 'Pool';
  readonly name: Scalars['String']['output'];
  /** Null where there is none. */
  readonly limit: Maybe<Scalars['Int']['output']>;
  readonly used: Scalars['Int']['output'];
  /** The first 100. */
  readonly holders: ReadonlyArray<SlotHolder>;
};

export type DaemonHealth = {
  readonly __typename?: 'DaemonHealth';
  /** True when at least one supervisor is alive: then queued runs are taken. */
  readonly healthy: Scalars['Boolean']['output'];
  readonly supervisors: ReadonlyArray<Supervisor>;
};

/** A process that executes runs. */
export type Supervisor = {
  readonly __typename?: 'Supervisor';
  readonly id: Scalars['ID']['output'];
  readonly status: SupervisorStatus;
  readonly hostId: Scalars['String']['output'];
  readonly pid: Scalars['Int']['output'];
  readonly startedAt: Scalars['BigInt']['output'];
};

export type SupervisorStatus =
  | 'ALIVE'
  /** Declared dead by the others; what it had in progress is being recovered. */
  | 'DEAD';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  JobOrError:
    | ( JobNode & { __typename: 'Job' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
  ;
  RunConfigSchemaOrError:
    | ( RunConfigSchema & { __typename: 'RunConfigSchema' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
    | ( InvalidOpSelectionError & { __typename: 'InvalidOpSelectionError' } )
  ;
  RunConfigValidationResult:
    | ( RunConfigValid & { __typename: 'RunConfigValid' } )
    | ( RunConfigInvalid & { __typename: 'RunConfigInvalid' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
    | ( InvalidOpSelectionError & { __typename: 'InvalidOpSelectionError' } )
  ;
  RunsOrError:
    | ( RunsNode & { __typename: 'Runs' } )
    | ( InvalidFilterError & { __typename: 'InvalidFilterError' } )
  ;
  RunOrError:
    | ( RunRecord & { __typename: 'Run' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
  ;
  EventConnectionOrError:
    | ( Omit<EventConnection, 'events'> & { events: ReadonlyArray<_RefType['RunEvent']> } & { __typename: 'EventConnection' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
  ;
  LaunchRunResult:
    | ( Omit<LaunchRunSuccess, 'run'> & { run: _RefType['Run'] } & { __typename: 'LaunchRunSuccess' } )
    | ( RunConfigInvalid & { __typename: 'RunConfigInvalid' } )
    | ( InvalidTagsError & { __typename: 'InvalidTagsError' } )
    | ( InvalidOpSelectionError & { __typename: 'InvalidOpSelectionError' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
    | ( IdempotencyConflictError & { __typename: 'IdempotencyConflictError' } )
    | ( InvalidRunIdError & { __typename: 'InvalidRunIdError' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
  ;
  TerminateRunResult:
    | ( Omit<TerminateRunSuccess, 'run'> & { run: _RefType['Run'] } & { __typename: 'TerminateRunSuccess' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
    | ( Omit<TerminateRunFailure, 'run'> & { run: _RefType['Run'] } & { __typename: 'TerminateRunFailure' } )
  ;
  LaunchRunReexecutionResult:
    | ( Omit<LaunchRunSuccess, 'run'> & { run: _RefType['Run'] } & { __typename: 'LaunchRunSuccess' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
    | ( Omit<ReexecutionNotAllowedError, 'run'> & { run: _RefType['Run'] } & { __typename: 'ReexecutionNotAllowedError' } )
    | ( InvalidMarkedStepsError & { __typename: 'InvalidMarkedStepsError' } )
    | ( RunConfigInvalid & { __typename: 'RunConfigInvalid' } )
    | ( InvalidTagsError & { __typename: 'InvalidTagsError' } )
    | ( InvalidOpSelectionError & { __typename: 'InvalidOpSelectionError' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
    | ( IdempotencyConflictError & { __typename: 'IdempotencyConflictError' } )
  ;
  ReexecutionPreviewOrError:
    | ( Omit<ReexecutionPreview, 'parentRun'> & { parentRun: _RefType['Run'] } & { __typename: 'ReexecutionPreview' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
    | ( Omit<ReexecutionNotAllowedError, 'run'> & { run: _RefType['Run'] } & { __typename: 'ReexecutionNotAllowedError' } )
    | ( InvalidMarkedStepsError & { __typename: 'InvalidMarkedStepsError' } )
    | ( RunConfigInvalid & { __typename: 'RunConfigInvalid' } )
    | ( InvalidTagsError & { __typename: 'InvalidTagsError' } )
    | ( InvalidOpSelectionError & { __typename: 'InvalidOpSelectionError' } )
    | ( JobNotFoundError & { __typename: 'JobNotFoundError' } )
    | ( LocationNotLoadedError & { __typename: 'LocationNotLoadedError' } )
  ;
  ReexecutionOptionsOrError:
    | ( Omit<ReexecutionOptions, 'run'> & { run: _RefType['Run'] } & { __typename: 'ReexecutionOptions' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
  ;
  RunGroupOrError:
    | ( RunGroupNode & { __typename: 'RunGroup' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
  ;
  DeleteRunResult:
    | ( DeleteRunSuccess & { __typename: 'DeleteRunSuccess' } )
    | ( RunNotFoundError & { __typename: 'RunNotFoundError' } )
    | ( Omit<DeleteRunFailure, 'run'> & { run: _RefType['Run'] } & { __typename: 'DeleteRunFailure' } )
  ;
  StartBulkOperationResult:
    | ( BulkOperation & { __typename: 'BulkOperation' } )
    | ( InvalidFilterError & { __typename: 'InvalidFilterError' } )
  ;
  ReloadLocationResult:
    | ( LocationState & { __typename: 'Location' } )
    | ( LocationNotFoundError & { __typename: 'LocationNotFoundError' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Error:
    | ( Omit<TerminateRunFailure, 'run'> & { run: _RefType['Run'] } )
    | ( Omit<ReexecutionNotAllowedError, 'run'> & { run: _RefType['Run'] } )
    | ( InvalidMarkedStepsError )
    | ( Omit<DeleteRunFailure, 'run'> & { run: _RefType['Run'] } )
    | ( JobNotFoundError )
    | ( LocationNotFoundError )
    | ( LocationNotLoadedError )
    | ( InvalidOpSelectionError )
    | ( InvalidTagsError )
    | ( InvalidFilterError )
    | ( RunNotFoundError )
    | ( InvalidRunIdError )
    | ( IdempotencyConflictError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  JobsFilter: JobsFilter;
  JobSelector: JobSelector;
  JobOrOpSelector: JobOrOpSelector;
  JobConnection: ResolverTypeWrapper<Omit<JobConnection, 'results'> & { results: ReadonlyArray<ResolversTypes['Job']> }>;
  JobOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['JobOrError']>;
  Job: ResolverTypeWrapper<JobNode>;
  Op: ResolverTypeWrapper<Op>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  MapOver: ResolverTypeWrapper<MapOver>;
  OpInput: ResolverTypeWrapper<OpInput>;
  OpOutput: ResolverTypeWrapper<OpOutput>;
  Edge: ResolverTypeWrapper<Edge>;
  EdgeKind: EdgeKind;
  Graph: ResolverTypeWrapper<Graph>;
  Resource: ResolverTypeWrapper<Resource>;
  Tag: ResolverTypeWrapper<Tag>;
  Location: ResolverTypeWrapper<LocationState>;
  LocationStatus: LocationStatus;
  RunConfigSchema: ResolverTypeWrapper<RunConfigSchema>;
  RunConfigSchemaOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RunConfigSchemaOrError']>;
  RunConfigValidationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RunConfigValidationResult']>;
  RunConfigValid: ResolverTypeWrapper<RunConfigValid>;
  RunConfigInvalid: ResolverTypeWrapper<RunConfigInvalid>;
  RunConfigError: ResolverTypeWrapper<RunConfigError>;
  RunStatus: RunStatus;
  StepStatus: StepStatus;
  RunsFilter: RunsFilter;
  TagFilter: TagFilter;
  Runs: ResolverTypeWrapper<RunsNode>;
  RunsOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RunsOrError']>;
  RunOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RunOrError']>;
  Run: ResolverTypeWrapper<RunRecord>;
  RunFailure: ResolverTypeWrapper<RunFailure>;
  StepCounts: ResolverTypeWrapper<StepCounts>;
  StepConnection: ResolverTypeWrapper<StepConnection>;
  Step: ResolverTypeWrapper<Step>;
  Attempt: ResolverTypeWrapper<Attempt>;
  OutputConnection: ResolverTypeWrapper<OutputConnection>;
  Output: ResolverTypeWrapper<Output>;
  EventsFilter: EventsFilter;
  LogLevel: LogLevel;
  EventConnectionOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EventConnectionOrError']>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'events'> & { events: ReadonlyArray<ResolversTypes['RunEvent']> }>;
  RunEvent: ResolverTypeWrapper<StoredEvent>;
  EventCounts: ResolverTypeWrapper<EventCounts>;
  LevelCount: ResolverTypeWrapper<LevelCount>;
  TypeCount: ResolverTypeWrapper<TypeCount>;
  RunLogsMessage: ResolverTypeWrapper<RunLogsNode>;
  RunsChanged: ResolverTypeWrapper<RunsChanged>;
  MetadataEntry: ResolverTypeWrapper<MetadataEntry>;
  MetadataKind: MetadataKind;
  LogStream: LogStream;
  CapturedLogKey: CapturedLogKey;
  CapturedLogInfo: ResolverTypeWrapper<CapturedLogInfo>;
  CapturedLogSlice: ResolverTypeWrapper<CapturedLogSlice>;
  ExecutionParams: ExecutionParams;
  ExecutionMetadata: ExecutionMetadata;
  TagInput: TagInput;
  LaunchRunResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LaunchRunResult']>;
  LaunchRunSuccess: ResolverTypeWrapper<Omit<LaunchRunSuccess, 'run'> & { run: ResolversTypes['Run'] }>;
  TerminateRunResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TerminateRunResult']>;
  TerminateRunSuccess: ResolverTypeWrapper<Omit<TerminateRunSuccess, 'run'> & { run: ResolversTypes['Run'] }>;
  TerminateRunFailure: ResolverTypeWrapper<Omit<TerminateRunFailure, 'run'> & { run: ResolversTypes['Run'] }>;
  ReexecutionStrategy: ReexecutionStrategy;
  ReexecutionParams: ReexecutionParams;
  MarkedOutputInput: MarkedOutputInput;
  LaunchRunReexecutionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LaunchRunReexecutionResult']>;
  ReexecutionNotAllowedError: ResolverTypeWrapper<Omit<ReexecutionNotAllowedError, 'run'> & { run: ResolversTypes['Run'] }>;
  InvalidMarkedStepsError: ResolverTypeWrapper<InvalidMarkedStepsError>;
  MarkedStepProblem: ResolverTypeWrapper<MarkedStepProblem>;
  ReexecutionPreviewOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReexecutionPreviewOrError']>;
  ReexecutionPreview: ResolverTypeWrapper<Omit<ReexecutionPreview, 'parentRun'> & { parentRun: ResolversTypes['Run'] }>;
  ReexecutionCounts: ResolverTypeWrapper<ReexecutionCounts>;
  ReexecutionDecision: ReexecutionDecision;
  ReexecutionStep: ResolverTypeWrapper<ReexecutionStep>;
  ReusedOutput: ResolverTypeWrapper<ReusedOutput>;
  ReexecutionWarning: ResolverTypeWrapper<ReexecutionWarning>;
  ReexecutionOptionsOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReexecutionOptionsOrError']>;
  ReexecutionOptions: ResolverTypeWrapper<Omit<ReexecutionOptions, 'run'> & { run: ResolversTypes['Run'] }>;
  StrategyOption: ResolverTypeWrapper<StrategyOption>;
  RunGroupOrError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RunGroupOrError']>;
  RunGroup: ResolverTypeWrapper<RunGroupNode>;
  RunGroupPage: ResolverTypeWrapper<Omit<RunGroupPage, 'results'> & { results: ReadonlyArray<ResolversTypes['Run']> }>;
  DeleteRunResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteRunResult']>;
  DeleteRunSuccess: ResolverTypeWrapper<DeleteRunSuccess>;
  DeleteRunFailure: ResolverTypeWrapper<Omit<DeleteRunFailure, 'run'> & { run: ResolversTypes['Run'] }>;
  BulkAction: BulkAction;
  BulkOperationParams: BulkOperationParams;
  StartBulkOperationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StartBulkOperationResult']>;
  BulkOperation: ResolverTypeWrapper<BulkOperation>;
  BulkFailure: ResolverTypeWrapper<BulkFailure>;
  ReloadLocationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReloadLocationResult']>;
  Error: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Error']>;
  OpError: ResolverTypeWrapper<OpError>;
  JobNotFoundError: ResolverTypeWrapper<JobNotFoundError>;
  LocationNotFoundError: ResolverTypeWrapper<LocationNotFoundError>;
  LocationNotLoadedError: ResolverTypeWrapper<LocationNotLoadedError>;
  InvalidOpSelectionError: ResolverTypeWrapper<InvalidOpSelectionError>;
  InvalidTagsError: ResolverTypeWrapper<InvalidTagsError>;
  TagProblem: ResolverTypeWrapper<TagProblem>;
  InvalidFilterError: ResolverTypeWrapper<InvalidFilterError>;
  RunNotFoundError: ResolverTypeWrapper<RunNotFoundError>;
  InvalidRunIdError: ResolverTypeWrapper<InvalidRunIdError>;
  IdempotencyConflictError: ResolverTypeWrapper<IdempotencyConflictError>;
  QueueRule: QueueRule;
  QueueReason: ResolverTypeWrapper<QueueReason>;
  SlotHolder: ResolverTypeWrapper<SlotHolder>;
  Instance: ResolverTypeWrapper<InstanceNode>;
  RunQueue: ResolverTypeWrapper<RunQueue>;
  Concurrency: ResolverTypeWrapper<Concurrency>;
  TagLimit: ResolverTypeWrapper<TagLimit>;
  Pool: ResolverTypeWrapper<Pool>;
  DaemonHealth: ResolverTypeWrapper<DaemonHealth>;
  Supervisor: ResolverTypeWrapper<Supervisor>;
  SupervisorStatus: SupervisorStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BigInt: Scalars['BigInt']['output'];
  JSON: Scalars['JSON']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  JobsFilter: JobsFilter;
  JobSelector: JobSelector;
  JobOrOpSelector: JobOrOpSelector;
  JobConnection: Omit<JobConnection, 'results'> & { results: ReadonlyArray<ResolversParentTypes['Job']> };
  JobOrError: ResolversUnionTypes<ResolversParentTypes>['JobOrError'];
  Job: JobNode;
  Op: Op;
  Float: Scalars['Float']['output'];
  MapOver: MapOver;
  OpInput: OpInput;
  OpOutput: OpOutput;
  Edge: Edge;
  Graph: Graph;
  Resource: Resource;
  Tag: Tag;
  Location: LocationState;
  RunConfigSchema: RunConfigSchema;
  RunConfigSchemaOrError: ResolversUnionTypes<ResolversParentTypes>['RunConfigSchemaOrError'];
  RunConfigValidationResult: ResolversUnionTypes<ResolversParentTypes>['RunConfigValidationResult'];
  RunConfigValid: RunConfigValid;
  RunConfigInvalid: RunConfigInvalid;
  RunConfigError: RunConfigError;
  RunsFilter: RunsFilter;
  TagFilter: TagFilter;
  Runs: RunsNode;
  RunsOrError: ResolversUnionTypes<ResolversParentTypes>['RunsOrError'];
  RunOrError: ResolversUnionTypes<ResolversParentTypes>['RunOrError'];
  Run: RunRecord;
  RunFailure: RunFailure;
  StepCounts: StepCounts;
  StepConnection: StepConnection;
  Step: Step;
  Attempt: Attempt;
  OutputConnection: OutputConnection;
  Output: Output;
  EventsFilter: EventsFilter;
  EventConnectionOrError: ResolversUnionTypes<ResolversParentTypes>['EventConnectionOrError'];
  EventConnection: Omit<EventConnection, 'events'> & { events: ReadonlyArray<ResolversParentTypes['RunEvent']> };
  RunEvent: StoredEvent;
  EventCounts: EventCounts;
  LevelCount: LevelCount;
  TypeCount: TypeCount;
  RunLogsMessage: RunLogsNode;
  RunsChanged: RunsChanged;
  MetadataEntry: MetadataEntry;
  CapturedLogKey: CapturedLogKey;
  CapturedLogInfo: CapturedLogInfo;
  CapturedLogSlice: CapturedLogSlice;
  ExecutionParams: ExecutionParams;
  ExecutionMetadata: ExecutionMetadata;
  TagInput: TagInput;
  LaunchRunResult: ResolversUnionTypes<ResolversParentTypes>['LaunchRunResult'];
  LaunchRunSuccess: Omit<LaunchRunSuccess, 'run'> & { run: ResolversParentTypes['Run'] };
  TerminateRunResult: ResolversUnionTypes<ResolversParentTypes>['TerminateRunResult'];
  TerminateRunSuccess: Omit<TerminateRunSuccess, 'run'> & { run: ResolversParentTypes['Run'] };
  TerminateRunFailure: Omit<TerminateRunFailure, 'run'> & { run: ResolversParentTypes['Run'] };
  ReexecutionParams: ReexecutionParams;
  MarkedOutputInput: MarkedOutputInput;
  LaunchRunReexecutionResult: ResolversUnionTypes<ResolversParentTypes>['LaunchRunReexecutionResult'];
  ReexecutionNotAllowedError: Omit<ReexecutionNotAllowedError, 'run'> & { run: ResolversParentTypes['Run'] };
  InvalidMarkedStepsError: InvalidMarkedStepsError;
  MarkedStepProblem: MarkedStepProblem;
  ReexecutionPreviewOrError: ResolversUnionTypes<ResolversParentTypes>['ReexecutionPreviewOrError'];
  ReexecutionPreview: Omit<ReexecutionPreview, 'parentRun'> & { parentRun: ResolversParentTypes['Run'] };
  ReexecutionCounts: ReexecutionCounts;
  ReexecutionStep: ReexecutionStep;
  ReusedOutput: ReusedOutput;
  ReexecutionWarning: ReexecutionWarning;
  ReexecutionOptionsOrError: ResolversUnionTypes<ResolversParentTypes>['ReexecutionOptionsOrError'];
  ReexecutionOptions: Omit<ReexecutionOptions, 'run'> & { run: ResolversParentTypes['Run'] };
  StrategyOption: StrategyOption;
  RunGroupOrError: ResolversUnionTypes<ResolversParentTypes>['RunGroupOrError'];
  RunGroup: RunGroupNode;
  RunGroupPage: Omit<RunGroupPage, 'results'> & { results: ReadonlyArray<ResolversParentTypes['Run']> };
  DeleteRunResult: ResolversUnionTypes<ResolversParentTypes>['DeleteRunResult'];
  DeleteRunSuccess: DeleteRunSuccess;
  DeleteRunFailure: Omit<DeleteRunFailure, 'run'> & { run: ResolversParentTypes['Run'] };
  BulkOperationParams: BulkOperationParams;
  StartBulkOperationResult: ResolversUnionTypes<ResolversParentTypes>['StartBulkOperationResult'];
  BulkOperation: BulkOperation;
  BulkFailure: BulkFailure;
  ReloadLocationResult: ResolversUnionTypes<ResolversParentTypes>['ReloadLocationResult'];
  Error: ResolversInterfaceTypes<ResolversParentTypes>['Error'];
  OpError: OpError;
  JobNotFoundError: JobNotFoundError;
  LocationNotFoundError: LocationNotFoundError;
  LocationNotLoadedError: LocationNotLoadedError;
  InvalidOpSelectionError: InvalidOpSelectionError;
  InvalidTagsError: InvalidTagsError;
  TagProblem: TagProblem;
  InvalidFilterError: InvalidFilterError;
  RunNotFoundError: RunNotFoundError;
  InvalidRunIdError: InvalidRunIdError;
  IdempotencyConflictError: IdempotencyConflictError;
  QueueReason: QueueReason;
  SlotHolder: SlotHolder;
  Instance: InstanceNode;
  RunQueue: RunQueue;
  Concurrency: Concurrency;
  TagLimit: TagLimit;
  Pool: Pool;
  DaemonHealth: DaemonHealth;
  Supervisor: Supervisor;
};

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type QueryResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  jobs?: Resolver<ResolversTypes['JobConnection'], ParentType, ContextType, RequireFields<QueryJobsArgs, 'limit'>>;
  jobOrError?: Resolver<ResolversTypes['JobOrError'], ParentType, ContextType, RequireFields<QueryJobOrErrorArgs, 'selector'>>;
  locations?: Resolver<ReadonlyArray<ResolversTypes['Location']>, ParentType, ContextType>;
  runConfigSchemaOrError?: Resolver<ResolversTypes['RunConfigSchemaOrError'], ParentType, ContextType, RequireFields<QueryRunConfigSchemaOrErrorArgs, 'selector'>>;
  isRunConfigValid?: Resolver<ResolversTypes['RunConfigValidationResult'], ParentType, ContextType, RequireFields<QueryIsRunConfigValidArgs, 'selector' | 'runConfigData'>>;
  runsOrError?: Resolver<ResolversTypes['RunsOrError'], ParentType, ContextType, RequireFields<QueryRunsOrErrorArgs, 'limit'>>;
  runOrError?: Resolver<ResolversTypes['RunOrError'], ParentType, ContextType, RequireFields<QueryRunOrErrorArgs, 'runId'>>;
  logsForRun?: Resolver<ResolversTypes['EventConnectionOrError'], ParentType, ContextType, RequireFields<QueryLogsForRunArgs, 'runId' | 'limit' | 'reverse'>>;
  eventCountsForRun?: Resolver<ResolversTypes['EventCounts'], ParentType, ContextType, RequireFields<QueryEventCountsForRunArgs, 'runId'>>;
  capturedLogs?: Resolver<ResolversTypes['CapturedLogSlice'], ParentType, ContextType, RequireFields<QueryCapturedLogsArgs, 'key' | 'offset' | 'limitBytes'>>;
  reexecutionPreview?: Resolver<ResolversTypes['ReexecutionPreviewOrError'], ParentType, ContextType, RequireFields<QueryReexecutionPreviewArgs, 'reexecutionParams' | 'limit'>>;
  reexecutionOptions?: Resolver<ResolversTypes['ReexecutionOptionsOrError'], ParentType, ContextType, RequireFields<QueryReexecutionOptionsArgs, 'runId'>>;
  runGroupOrError?: Resolver<ResolversTypes['RunGroupOrError'], ParentType, ContextType, RequireFields<QueryRunGroupOrErrorArgs, 'runId'>>;
  bulkOperation?: Resolver<Maybe<ResolversTypes['BulkOperation']>, ParentType, ContextType, RequireFields<QueryBulkOperationArgs, 'id'>>;
  tagSuggestions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryTagSuggestionsArgs, 'prefix' | 'limit'>>;
  instance?: Resolver<ResolversTypes['Instance'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  launchRun?: Resolver<ResolversTypes['LaunchRunResult'], ParentType, ContextType, RequireFields<MutationLaunchRunArgs, 'executionParams'>>;
  terminateRuns?: Resolver<ReadonlyArray<ResolversTypes['TerminateRunResult']>, ParentType, ContextType, RequireFields<MutationTerminateRunsArgs, 'runIds'>>;
  launchRunReexecution?: Resolver<ResolversTypes['LaunchRunReexecutionResult'], ParentType, ContextType, RequireFields<MutationLaunchRunReexecutionArgs, 'reexecutionParams'>>;
  reexecuteRuns?: Resolver<ReadonlyArray<ResolversTypes['LaunchRunReexecutionResult']>, ParentType, ContextType, RequireFields<MutationReexecuteRunsArgs, 'runIds' | 'strategy'>>;
  deleteRuns?: Resolver<ReadonlyArray<ResolversTypes['DeleteRunResult']>, ParentType, ContextType, RequireFields<MutationDeleteRunsArgs, 'runIds'>>;
  startBulkOperation?: Resolver<ResolversTypes['StartBulkOperationResult'], ParentType, ContextType, RequireFields<MutationStartBulkOperationArgs, 'params'>>;
  reloadLocation?: Resolver<ResolversTypes['ReloadLocationResult'], ParentType, ContextType, RequireFields<MutationReloadLocationArgs, 'name'>>;
};

export type SubscriptionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  runLogs?: SubscriptionResolver<ResolversTypes['RunLogsMessage'], "runLogs", ParentType, ContextType, RequireFields<SubscriptionRunLogsArgs, 'runId'>>;
  capturedLogs?: SubscriptionResolver<ResolversTypes['CapturedLogSlice'], "capturedLogs", ParentType, ContextType, RequireFields<SubscriptionCapturedLogsArgs, 'key' | 'offset'>>;
  runsChanged?: SubscriptionResolver<ResolversTypes['RunsChanged'], "runsChanged", ParentType, ContextType>;
  locationsChanged?: SubscriptionResolver<ReadonlyArray<ResolversTypes['Location']>, "locationsChanged", ParentType, ContextType>;
};

export type JobConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['JobConnection'] = ResolversParentTypes['JobConnection']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type JobOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['JobOrError'] = ResolversParentTypes['JobOrError']> = {
  __resolveType: TypeResolveFn<'Job' | 'JobNotFoundError' | 'LocationNotLoadedError', ParentType, ContextType>;
};

export type JobResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  locationName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owners?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['Tag']>, ParentType, ContextType>;
  ops?: Resolver<ReadonlyArray<ResolversTypes['Op']>, ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['Edge']>, ParentType, ContextType>;
  graphs?: Resolver<ReadonlyArray<ResolversTypes['Graph']>, ParentType, ContextType>;
  resources?: Resolver<ReadonlyArray<ResolversTypes['Resource']>, ParentType, ContextType>;
  runs?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<JobRunsArgs, 'limit'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OpResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Op'] = ResolversParentTypes['Op']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['Tag']>, ParentType, ContextType>;
  pool?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  codeVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timeoutSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  retry?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasConfig?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  resources?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  mapOver?: Resolver<Maybe<ResolversTypes['MapOver']>, ParentType, ContextType>;
  ins?: Resolver<ReadonlyArray<ResolversTypes['OpInput']>, ParentType, ContextType>;
  outs?: Resolver<ReadonlyArray<ResolversTypes['OpOutput']>, ParentType, ContextType>;
};

export type MapOverResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['MapOver'] = ResolversParentTypes['MapOver']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  output?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OpInputResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['OpInput'] = ResolversParentTypes['OpInput']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  optional?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OpOutputResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['OpOutput'] = ResolversParentTypes['OpOutput']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  required?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dynamic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  ioManager?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Edge'] = ResolversParentTypes['Edge']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  output?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  input?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EdgeKind'], ParentType, ContextType>;
};

export type EdgeKindResolvers = EnumResolverSignature<{ VALUE?: any, ITEM?: any, COLLECT?: any, AFTER?: any }, ResolversTypes['EdgeKind']>;

export type GraphResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Graph'] = ResolversParentTypes['Graph']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ResourceResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Resource'] = ResolversParentTypes['Resource']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasConfig?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TagResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Tag'] = ResolversParentTypes['Tag']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LocationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Location'] = ResolversParentTypes['Location']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  module?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['LocationStatus'], ParentType, ContextType>;
  generation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['OpError']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  jobNames?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LocationStatusResolvers = EnumResolverSignature<{ LOADING?: any, LOADED?: any, FAILED?: any }, ResolversTypes['LocationStatus']>;

export type RunConfigSchemaResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigSchema'] = ResolversParentTypes['RunConfigSchema']> = {
  jsonSchema?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  defaultConfig?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  defaultYaml?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunConfigSchemaOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigSchemaOrError'] = ResolversParentTypes['RunConfigSchemaOrError']> = {
  __resolveType: TypeResolveFn<'RunConfigSchema' | 'JobNotFoundError' | 'LocationNotLoadedError' | 'InvalidOpSelectionError', ParentType, ContextType>;
};

export type RunConfigValidationResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigValidationResult'] = ResolversParentTypes['RunConfigValidationResult']> = {
  __resolveType: TypeResolveFn<'RunConfigValid' | 'RunConfigInvalid' | 'JobNotFoundError' | 'LocationNotLoadedError' | 'InvalidOpSelectionError', ParentType, ContextType>;
};

export type RunConfigValidResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigValid'] = ResolversParentTypes['RunConfigValid']> = {
  selectedOps?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunConfigInvalidResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigInvalid'] = ResolversParentTypes['RunConfigInvalid']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['RunConfigError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunConfigErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfigError'] = ResolversParentTypes['RunConfigError']> = {
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RunsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Runs'] = ResolversParentTypes['Runs']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunsOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunsOrError'] = ResolversParentTypes['RunsOrError']> = {
  __resolveType: TypeResolveFn<'Runs' | 'InvalidFilterError', ParentType, ContextType>;
};

export type RunOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunOrError'] = ResolversParentTypes['RunOrError']> = {
  __resolveType: TypeResolveFn<'Run' | 'RunNotFoundError', ParentType, ContextType>;
};

export type RunResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  locationName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['Tag']>, ParentType, ContextType>;
  runConfig?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  runConfigYaml?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opSelection?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  generation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  startingAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  failureReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['RunFailure']>, ParentType, ContextType>;
  cancelCause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  launchedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rootRunId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  parentRunId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  retryNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  retryOfRunId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  strategy?: Resolver<Maybe<ResolversTypes['ReexecutionStrategy']>, ParentType, ContextType>;
  notBefore?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  willRetry?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  autoRetryRunId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  retryDecision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  groupSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  canTerminate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  eventsCursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stepCounts?: Resolver<ResolversTypes['StepCounts'], ParentType, ContextType>;
  steps?: Resolver<ResolversTypes['StepConnection'], ParentType, ContextType, RequireFields<RunStepsArgs, 'limit'>>;
  step?: Resolver<Maybe<ResolversTypes['Step']>, ParentType, ContextType, RequireFields<RunStepArgs, 'stepKey'>>;
  outputs?: Resolver<ResolversTypes['OutputConnection'], ParentType, ContextType, RequireFields<RunOutputsArgs, 'limit'>>;
  capturedLogKeys?: Resolver<ReadonlyArray<ResolversTypes['CapturedLogInfo']>, ParentType, ContextType>;
  queueReason?: Resolver<Maybe<ResolversTypes['QueueReason']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunFailureResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunFailure'] = ResolversParentTypes['RunFailure']> = {
  stepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['OpError']>, ParentType, ContextType>;
};

export type StepCountsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['StepCounts'] = ResolversParentTypes['StepCounts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notStarted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  started?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  interrupted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  upForRetry?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failure?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  markedDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StepConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['StepConnection'] = ResolversParentTypes['StepConnection']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['Step']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type StepResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Step'] = ResolversParentTypes['Step']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mappingKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StepStatus'], ParentType, ContextType>;
  attempts?: Resolver<ReadonlyArray<ResolversTypes['Attempt']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  retryAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  upstream?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AttemptResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Attempt'] = ResolversParentTypes['Attempt']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type OutputConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['OutputConnection'] = ResolversParentTypes['OutputConnection']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['Output']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OutputResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Output'] = ResolversParentTypes['Output']> = {
  stepKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  output?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mappingKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ioManager?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  codec?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  originRunId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<ReadonlyArray<ResolversTypes['MetadataEntry']>, ParentType, ContextType>;
};

export type LogLevelResolvers = EnumResolverSignature<{ DEBUG?: any, INFO?: any, WARN?: any, ERROR?: any }, ResolversTypes['LogLevel']>;

export type EventConnectionOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EventConnectionOrError'] = ResolversParentTypes['EventConnectionOrError']> = {
  __resolveType: TypeResolveFn<'EventConnection' | 'RunNotFoundError', ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  events?: Resolver<ReadonlyArray<ResolversTypes['RunEvent']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunEventResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunEvent'] = ResolversParentTypes['RunEvent']> = {
  seq?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['LogLevel'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['OpError']>, ParentType, ContextType>;
  metadata?: Resolver<ReadonlyArray<ResolversTypes['MetadataEntry']>, ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type EventCountsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EventCounts'] = ResolversParentTypes['EventCounts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byLevel?: Resolver<ReadonlyArray<ResolversTypes['LevelCount']>, ParentType, ContextType>;
  byType?: Resolver<ReadonlyArray<ResolversTypes['TypeCount']>, ParentType, ContextType>;
};

export type LevelCountResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LevelCount'] = ResolversParentTypes['LevelCount']> = {
  level?: Resolver<ResolversTypes['LogLevel'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TypeCountResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TypeCount'] = ResolversParentTypes['TypeCount']> = {
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunLogsMessageResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunLogsMessage'] = ResolversParentTypes['RunLogsMessage']> = {
  events?: Resolver<ReadonlyArray<ResolversTypes['RunEvent']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['Step']>, ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RunsChangedResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunsChanged'] = ResolversParentTypes['RunsChanged']> = {
  runIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type MetadataEntryResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['MetadataEntry'] = ResolversParentTypes['MetadataEntry']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MetadataKind'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  mediaType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attachmentUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type MetadataKindResolvers = EnumResolverSignature<{ TEXT?: any, URL?: any, PATH?: any, MARKDOWN?: any, NUMBER?: any, TIMESTAMP?: any, BOOLEAN?: any, JSON?: any, TABLE?: any, IMAGE?: any, PLOT?: any }, ResolversTypes['MetadataKind']>;

export type LogStreamResolvers = EnumResolverSignature<{ STDOUT?: any, STDERR?: any }, ResolversTypes['LogStream']>;

export type CapturedLogInfoResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CapturedLogInfo'] = ResolversParentTypes['CapturedLogInfo']> = {
  stepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['LogStream'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type CapturedLogSliceResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CapturedLogSlice'] = ResolversParentTypes['CapturedLogSlice']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  offset?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  nextOffset?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type LaunchRunResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LaunchRunResult'] = ResolversParentTypes['LaunchRunResult']> = {
  __resolveType: TypeResolveFn<'LaunchRunSuccess' | 'RunConfigInvalid' | 'InvalidTagsError' | 'InvalidOpSelectionError' | 'JobNotFoundError' | 'LocationNotLoadedError' | 'IdempotencyConflictError' | 'InvalidRunIdError' | 'RunNotFoundError', ParentType, ContextType>;
};

export type LaunchRunSuccessResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LaunchRunSuccess'] = ResolversParentTypes['LaunchRunSuccess']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  alreadyLaunched?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TerminateRunResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TerminateRunResult'] = ResolversParentTypes['TerminateRunResult']> = {
  __resolveType: TypeResolveFn<'TerminateRunSuccess' | 'RunNotFoundError' | 'TerminateRunFailure', ParentType, ContextType>;
};

export type TerminateRunSuccessResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TerminateRunSuccess'] = ResolversParentTypes['TerminateRunSuccess']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TerminateRunFailureResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TerminateRunFailure'] = ResolversParentTypes['TerminateRunFailure']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LaunchRunReexecutionResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LaunchRunReexecutionResult'] = ResolversParentTypes['LaunchRunReexecutionResult']> = {
  __resolveType: TypeResolveFn<'LaunchRunSuccess' | 'RunNotFoundError' | 'ReexecutionNotAllowedError' | 'InvalidMarkedStepsError' | 'RunConfigInvalid' | 'InvalidTagsError' | 'InvalidOpSelectionError' | 'JobNotFoundError' | 'LocationNotLoadedError' | 'IdempotencyConflictError', ParentType, ContextType>;
};

export type ReexecutionNotAllowedErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionNotAllowedError'] = ResolversParentTypes['ReexecutionNotAllowedError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['ReexecutionStrategy'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidMarkedStepsErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['InvalidMarkedStepsError'] = ResolversParentTypes['InvalidMarkedStepsError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['MarkedStepProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MarkedStepProblemResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['MarkedStepProblem'] = ResolversParentTypes['MarkedStepProblem']> = {
  stepKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  output?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReexecutionPreviewOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionPreviewOrError'] = ResolversParentTypes['ReexecutionPreviewOrError']> = {
  __resolveType: TypeResolveFn<'ReexecutionPreview' | 'RunNotFoundError' | 'ReexecutionNotAllowedError' | 'InvalidMarkedStepsError' | 'RunConfigInvalid' | 'InvalidTagsError' | 'InvalidOpSelectionError' | 'JobNotFoundError' | 'LocationNotLoadedError', ParentType, ContextType>;
};

export type ReexecutionPreviewResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionPreview'] = ResolversParentTypes['ReexecutionPreview']> = {
  parentRun?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['ReexecutionStrategy'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['ReexecutionCounts'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ReexecutionWarning']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['ReexecutionStep']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReexecutionCountsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionCounts'] = ResolversParentTypes['ReexecutionCounts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reuse?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  execute?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  skip?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  markDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  omit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReexecutionStepResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionStep'] = ResolversParentTypes['ReexecutionStep']> = {
  stepKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['ReexecutionDecision'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otherStepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  originRunId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  outputs?: Resolver<ReadonlyArray<ResolversTypes['ReusedOutput']>, ParentType, ContextType>;
  outputCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  canMarkDone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  markOutputs?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReusedOutputResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReusedOutput'] = ResolversParentTypes['ReusedOutput']> = {
  output?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mappingKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ioManager?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type ReexecutionWarningResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionWarning'] = ResolversParentTypes['ReexecutionWarning']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReexecutionOptionsOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionOptionsOrError'] = ResolversParentTypes['ReexecutionOptionsOrError']> = {
  __resolveType: TypeResolveFn<'ReexecutionOptions' | 'RunNotFoundError', ParentType, ContextType>;
};

export type ReexecutionOptionsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReexecutionOptions'] = ResolversParentTypes['ReexecutionOptions']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  strategies?: Resolver<ReadonlyArray<ResolversTypes['StrategyOption']>, ParentType, ContextType>;
  defaultStrategy?: Resolver<ResolversTypes['ReexecutionStrategy'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  runConfig?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  runConfigYaml?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['Tag']>, ParentType, ContextType>;
  opSelection?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StrategyOptionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['StrategyOption'] = ResolversParentTypes['StrategyOption']> = {
  strategy?: Resolver<ResolversTypes['ReexecutionStrategy'], ParentType, ContextType>;
  isAllowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RunGroupOrErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunGroupOrError'] = ResolversParentTypes['RunGroupOrError']> = {
  __resolveType: TypeResolveFn<'RunGroup' | 'RunNotFoundError', ParentType, ContextType>;
};

export type RunGroupResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunGroup'] = ResolversParentTypes['RunGroup']> = {
  rootRunId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rootRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunGroupPage'], ParentType, ContextType, RequireFields<RunGroupRunsArgs, 'limit'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunGroupPageResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunGroupPage'] = ResolversParentTypes['RunGroupPage']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteRunResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DeleteRunResult'] = ResolversParentTypes['DeleteRunResult']> = {
  __resolveType: TypeResolveFn<'DeleteRunSuccess' | 'RunNotFoundError' | 'DeleteRunFailure', ParentType, ContextType>;
};

export type DeleteRunSuccessResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DeleteRunSuccess'] = ResolversParentTypes['DeleteRunSuccess']> = {
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keptOutputs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteRunFailureResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DeleteRunFailure'] = ResolversParentTypes['DeleteRunFailure']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StartBulkOperationResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['StartBulkOperationResult'] = ResolversParentTypes['StartBulkOperationResult']> = {
  __resolveType: TypeResolveFn<'BulkOperation' | 'InvalidFilterError', ParentType, ContextType>;
};

export type BulkOperationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['BulkOperation'] = ResolversParentTypes['BulkOperation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['BulkAction'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isDone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  failureCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failures?: Resolver<ReadonlyArray<ResolversTypes['BulkFailure']>, ParentType, ContextType>;
  launchedRunIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BulkFailureResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['BulkFailure'] = ResolversParentTypes['BulkFailure']> = {
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReloadLocationResultResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ReloadLocationResult'] = ResolversParentTypes['ReloadLocationResult']> = {
  __resolveType: TypeResolveFn<'Location' | 'LocationNotFoundError', ParentType, ContextType>;
};

export type ErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Error'] = ResolversParentTypes['Error']> = {
  __resolveType: TypeResolveFn<'TerminateRunFailure' | 'ReexecutionNotAllowedError' | 'InvalidMarkedStepsError' | 'DeleteRunFailure' | 'JobNotFoundError' | 'LocationNotFoundError' | 'LocationNotLoadedError' | 'InvalidOpSelectionError' | 'InvalidTagsError' | 'InvalidFilterError' | 'RunNotFoundError' | 'InvalidRunIdError' | 'IdempotencyConflictError', ParentType, ContextType>;
};

export type OpErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['OpError'] = ResolversParentTypes['OpError']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stack?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  metadata?: Resolver<ReadonlyArray<ResolversTypes['MetadataEntry']>, ParentType, ContextType>;
  cause?: Resolver<Maybe<ResolversTypes['OpError']>, ParentType, ContextType>;
};

export type JobNotFoundErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['JobNotFoundError'] = ResolversParentTypes['JobNotFoundError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  jobName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LocationNotFoundErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LocationNotFoundError'] = ResolversParentTypes['LocationNotFoundError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LocationNotLoadedErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LocationNotLoadedError'] = ResolversParentTypes['LocationNotLoadedError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  locationName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['OpError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidOpSelectionErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['InvalidOpSelectionError'] = ResolversParentTypes['InvalidOpSelectionError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  length?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidTagsErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['InvalidTagsError'] = ResolversParentTypes['InvalidTagsError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['TagProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TagProblemResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TagProblem'] = ResolversParentTypes['TagProblem']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidFilterErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['InvalidFilterError'] = ResolversParentTypes['InvalidFilterError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunNotFoundErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunNotFoundError'] = ResolversParentTypes['RunNotFoundError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidRunIdErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['InvalidRunIdError'] = ResolversParentTypes['InvalidRunIdError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyConflictErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['IdempotencyConflictError'] = ResolversParentTypes['IdempotencyConflictError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueueReasonResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['QueueReason'] = ResolversParentTypes['QueueReason']> = {
  rule?: Resolver<ResolversTypes['QueueRule'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  holders?: Resolver<ReadonlyArray<ResolversTypes['SlotHolder']>, ParentType, ContextType>;
  holderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notBefore?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type SlotHolderResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['SlotHolder'] = ResolversParentTypes['SlotHolder']> = {
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stepKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type InstanceResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Instance'] = ResolversParentTypes['Instance']> = {
  runQueue?: Resolver<ResolversTypes['RunQueue'], ParentType, ContextType>;
  concurrency?: Resolver<ResolversTypes['Concurrency'], ParentType, ContextType>;
  daemonHealth?: Resolver<ResolversTypes['DaemonHealth'], ParentType, ContextType>;
};

export type RunQueueResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQueue'] = ResolversParentTypes['RunQueue']> = {
  queuedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inProgressCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxConcurrentRuns?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ConcurrencyResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Concurrency'] = ResolversParentTypes['Concurrency']> = {
  tagLimits?: Resolver<ReadonlyArray<ResolversTypes['TagLimit']>, ParentType, ContextType>;
  pools?: Resolver<ReadonlyArray<ResolversTypes['Pool']>, ParentType, ContextType>;
};

export type TagLimitResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TagLimit'] = ResolversParentTypes['TagLimit']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holders?: Resolver<ReadonlyArray<ResolversTypes['SlotHolder']>, ParentType, ContextType>;
};

export type PoolResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Pool'] = ResolversParentTypes['Pool']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holders?: Resolver<ReadonlyArray<ResolversTypes['SlotHolder']>, ParentType, ContextType>;
};

export type DaemonHealthResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DaemonHealth'] = ResolversParentTypes['DaemonHealth']> = {
  healthy?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  supervisors?: Resolver<ReadonlyArray<ResolversTypes['Supervisor']>, ParentType, ContextType>;
};

export type SupervisorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Supervisor'] = ResolversParentTypes['Supervisor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SupervisorStatus'], ParentType, ContextType>;
  hostId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pid?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphqlContext> = {
  BigInt?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  JobConnection?: JobConnectionResolvers<ContextType>;
  JobOrError?: JobOrErrorResolvers<ContextType>;
  Job?: JobResolvers<ContextType>;
  Op?: OpResolvers<ContextType>;
  MapOver?: MapOverResolvers<ContextType>;
  OpInput?: OpInputResolvers<ContextType>;
  OpOutput?: OpOutputResolvers<ContextType>;
  Edge?: EdgeResolvers<ContextType>;
  EdgeKind?: EdgeKindResolvers;
  Graph?: GraphResolvers<ContextType>;
  Resource?: ResourceResolvers<ContextType>;
  Tag?: TagResolvers<ContextType>;
  Location?: LocationResolvers<ContextType>;
  LocationStatus?: LocationStatusResolvers;
  RunConfigSchema?: RunConfigSchemaResolvers<ContextType>;
  RunConfigSchemaOrError?: RunConfigSchemaOrErrorResolvers<ContextType>;
  RunConfigValidationResult?: RunConfigValidationResultResolvers<ContextType>;
  RunConfigValid?: RunConfigValidResolvers<ContextType>;
  RunConfigInvalid?: RunConfigInvalidResolvers<ContextType>;
  RunConfigError?: RunConfigErrorResolvers<ContextType>;
  Runs?: RunsResolvers<ContextType>;
  RunsOrError?: RunsOrErrorResolvers<ContextType>;
  RunOrError?: RunOrErrorResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunFailure?: RunFailureResolvers<ContextType>;
  StepCounts?: StepCountsResolvers<ContextType>;
  StepConnection?: StepConnectionResolvers<ContextType>;
  Step?: StepResolvers<ContextType>;
  Attempt?: AttemptResolvers<ContextType>;
  OutputConnection?: OutputConnectionResolvers<ContextType>;
  Output?: OutputResolvers<ContextType>;
  LogLevel?: LogLevelResolvers;
  EventConnectionOrError?: EventConnectionOrErrorResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  RunEvent?: RunEventResolvers<ContextType>;
  EventCounts?: EventCountsResolvers<ContextType>;
  LevelCount?: LevelCountResolvers<ContextType>;
  TypeCount?: TypeCountResolvers<ContextType>;
  RunLogsMessage?: RunLogsMessageResolvers<ContextType>;
  RunsChanged?: RunsChangedResolvers<ContextType>;
  MetadataEntry?: MetadataEntryResolvers<ContextType>;
  MetadataKind?: MetadataKindResolvers;
  LogStream?: LogStreamResolvers;
  CapturedLogInfo?: CapturedLogInfoResolvers<ContextType>;
  CapturedLogSlice?: CapturedLogSliceResolvers<ContextType>;
  LaunchRunResult?: LaunchRunResultResolvers<ContextType>;
  LaunchRunSuccess?: LaunchRunSuccessResolvers<ContextType>;
  TerminateRunResult?: TerminateRunResultResolvers<ContextType>;
  TerminateRunSuccess?: TerminateRunSuccessResolvers<ContextType>;
  TerminateRunFailure?: TerminateRunFailureResolvers<ContextType>;
  LaunchRunReexecutionResult?: LaunchRunReexecutionResultResolvers<ContextType>;
  ReexecutionNotAllowedError?: ReexecutionNotAllowedErrorResolvers<ContextType>;
  InvalidMarkedStepsError?: InvalidMarkedStepsErrorResolvers<ContextType>;
  MarkedStepProblem?: MarkedStepProblemResolvers<ContextType>;
  ReexecutionPreviewOrError?: ReexecutionPreviewOrErrorResolvers<ContextType>;
  ReexecutionPreview?: ReexecutionPreviewResolvers<ContextType>;
  ReexecutionCounts?: ReexecutionCountsResolvers<ContextType>;
  ReexecutionStep?: ReexecutionStepResolvers<ContextType>;
  ReusedOutput?: ReusedOutputResolvers<ContextType>;
  ReexecutionWarning?: ReexecutionWarningResolvers<ContextType>;
  ReexecutionOptionsOrError?: ReexecutionOptionsOrErrorResolvers<ContextType>;
  ReexecutionOptions?: ReexecutionOptionsResolvers<ContextType>;
  StrategyOption?: StrategyOptionResolvers<ContextType>;
  RunGroupOrError?: RunGroupOrErrorResolvers<ContextType>;
  RunGroup?: RunGroupResolvers<ContextType>;
  RunGroupPage?: RunGroupPageResolvers<ContextType>;
  DeleteRunResult?: DeleteRunResultResolvers<ContextType>;
  DeleteRunSuccess?: DeleteRunSuccessResolvers<ContextType>;
  DeleteRunFailure?: DeleteRunFailureResolvers<ContextType>;
  StartBulkOperationResult?: StartBulkOperationResultResolvers<ContextType>;
  BulkOperation?: BulkOperationResolvers<ContextType>;
  BulkFailure?: BulkFailureResolvers<ContextType>;
  ReloadLocationResult?: ReloadLocationResultResolvers<ContextType>;
  Error?: ErrorResolvers<ContextType>;
  OpError?: OpErrorResolvers<ContextType>;
  JobNotFoundError?: JobNotFoundErrorResolvers<ContextType>;
  LocationNotFoundError?: LocationNotFoundErrorResolvers<ContextType>;
  LocationNotLoadedError?: LocationNotLoadedErrorResolvers<ContextType>;
  InvalidOpSelectionError?: InvalidOpSelectionErrorResolvers<ContextType>;
  InvalidTagsError?: InvalidTagsErrorResolvers<ContextType>;
  TagProblem?: TagProblemResolvers<ContextType>;
  InvalidFilterError?: InvalidFilterErrorResolvers<ContextType>;
  RunNotFoundError?: RunNotFoundErrorResolvers<ContextType>;
  InvalidRunIdError?: InvalidRunIdErrorResolvers<ContextType>;
  IdempotencyConflictError?: IdempotencyConflictErrorResolvers<ContextType>;
  QueueReason?: QueueReasonResolvers<ContextType>;
  SlotHolder?: SlotHolderResolvers<ContextType>;
  Instance?: InstanceResolvers<ContextType>;
  RunQueue?: RunQueueResolvers<ContextType>;
  Concurrency?: ConcurrencyResolvers<ContextType>;
  TagLimit?: TagLimitResolvers<ContextType>;
  Pool?: PoolResolvers<ContextType>;
  DaemonHealth?: DaemonHealthResolvers<ContextType>;
  Supervisor?: SupervisorResolvers<ContextType>;
};

