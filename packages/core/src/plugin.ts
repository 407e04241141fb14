// What authors of I/O managers, storages and launchers may import.

export { byteChunks } from './definition/byte-chunks.ts'
export { isByteStream } from './definition/byte-stream.ts'
export type { LogLevel } from './definition/context.ts'
export type {
  HandledOutput,
  InputContext,
  IOManager,
  OutputContext,
  OutputPresence,
  StoredOutput,
} from './definition/io-manager.ts'
export { DEFAULT_IO_MANAGER, type Definitions, type JobDefinition } from './definition/job-definition.ts'
export { memoryIOManager } from './definition/memory-io-manager.ts'
export type { Metadata, MetadataKind, MetadataValue } from './definition/metadata.ts'
export { outputAlreadyStored } from './definition/output-already-stored.ts'
export { type OutputLoss, outputLost } from './definition/output-lost.ts'
export { type OutputIdentity, type OutputPathOptions, outputPath } from './definition/output-path.ts'
export type { DelaySeconds, RetryPolicy } from './definition/retry-policy.ts'
export type { EndedRunInfo, RunFailureContext, RunSuccessContext, ToldError } from './definition/run-handlers.ts'
export { DEEPEST_NESTING, findUnserialisable, outputNotSerialisable, type Unserialisable } from './definition/serialisable.ts'
export type { Tags, TagsInput } from './definition/tags.ts'
export { describeDuration, describeEvent, searchableText } from './event/describe-event.ts'
export { eventLevel } from './event/event-level.ts'
export { newEvent } from './event/new-event.ts'
export type {
  CancelCause,
  EventPayloads,
  HandledOutputPayload,
  RunEvent,
  RunEventOf,
  RunEventType,
  StoredEvent,
  UnknownEvent,
} from './event/run-event.ts'
export { type SerializedError, serializeError } from './event/serialized-error.ts'
export { eventVersion, type RawEvent, RUN_EVENT_TYPES, upcastEvent } from './event/upcast.ts'
export { type Attachment, type AttemptPlace, type AttemptServices, DEFAULT_ATTEMPT_LIMITS } from './execution/attempt-services.ts'
export { DEFAULT_MAX_CONCURRENT, executePlan } from './execution/execute-plan.ts'
export type { ExecutePlanOptions, ExecutionBatch } from './execution/execute-plan-options.ts'
export type { ExecutionEnd } from './execution/execution-end.ts'
export { type IOManagerPool, type IOManagerPoolOptions, ioManagerPool } from './execution/io-manager-pool.ts'
export { outputsByStep } from './execution/outputs-by-step.ts'
export type { PoolRequest, StepPools } from './execution/pool-waits.ts'
export {
  type CheckedMark,
  checkMarked,
  type MarkProblem,
  marksInForce,
  outputsToMark,
  refusedMarks,
} from './execution/reexecution/check-marked.ts'
export { markProblem } from './execution/reexecution/mark-problem.ts'
export type { Reexecution } from './execution/reexecution/plan-reexecution.ts'
export { reusedEvents } from './execution/reexecution/reexecution-events.ts'
export { reexecutionRun } from './execution/reexecution/reexecution-run.ts'
export { reexecutionScope } from './execution/reexecution/reexecution-scope.ts'
export { changedResources } from './execution/reexecution/reexecution-warnings.ts'
export { noFacts, type RunFacts } from './execution/reexecution/run-facts.ts'
export { outputCheck, settleReexecution } from './execution/reexecution/settle-reexecution.ts'
export { withSourceFacts } from './execution/reexecution/source-facts.ts'
export type { ReexecutionWarning, StepDecision } from './execution/reexecution/step-decision.ts'
export { type StoredMarks, storeMarked } from './execution/reexecution/store-marked.ts'
export { strategyProblem } from './execution/reexecution/strategy-problem.ts'
export { type AttemptHooks, type RunServicesOptions, runServices } from './execution/run-services.ts'
export type { OutputState, StepOutputs } from './execution/step-state.ts'
export { type Clock, systemClock } from './foundation/clock.ts'
export { FrameworkError, type FrameworkErrorOptions, isFrameworkError } from './foundation/errors.ts'
export type { FailureReason } from './foundation/failure-reason.ts'
export { sha256Hex } from './foundation/hash.ts'
export { isRunId, type RunId, uuidV7 } from './foundation/ids.ts'
export { canonicalJson, isRecord, type JsonObject, type JsonValue } from './foundation/json.ts'
export type { Random } from './foundation/random.ts'
export { didYouMean } from './foundation/suggest.ts'
export { listed, safeText } from './foundation/text.ts'
export type { CapturedLogKey, CapturedLogSlice, CapturedLogs, LogStream } from './instance/captured-logs.ts'
export type { Instance } from './instance/instance.ts'
export type {
  ConfigQuestion,
  JobSelector,
  LocationCatalog,
  LocationState,
  RunConfigValidation,
} from './instance/location-catalog.ts'
export { type RunHints, runHints } from './instance/run-hints.ts'
export { Admission, type BlockingRule, holdersOf, type Judgement } from './launch/admission.ts'
export { type DeleteOutcome, type DeletionEnvironment, deleteRun, type OutputsOfRun } from './launch/delete-run.ts'
export { endOfRun, type RunEnd } from './launch/finish-run.ts'
export type { LaunchEnvironment, RunNews } from './launch/launch-environment.ts'
export { launchReexecution, previewReexecution } from './launch/launch-reexecution.ts'
export type { LaunchOutcome, LaunchRequest } from './launch/launch-request.ts'
export { launchRun } from './launch/launch-run.ts'
export {
  type NotificationSubscription,
  type NotifiedEnd,
  noSubscriptions,
  type SubscriptionsOf,
} from './launch/notifications.ts'
export { limitsRuns, NO_QUEUE_LIMITS, poolLimit, type QueueLimits, type TagConcurrencyLimit } from './launch/queue-limits.ts'
export { type QueueReason, type QueueRule, type QueueView, queueReason } from './launch/queue-reason.ts'
export { isReexecution, type ReexecutionInputs, readReexecutionInputs } from './launch/reexecution-inputs.ts'
export type {
  MarkableStep,
  ReexecutionEnvironment,
  ReexecutionInquiry,
  ReexecutionOutcome,
  ReexecutionPreview,
  ReexecutionRefusal,
  ReexecutionReply,
  ReexecutionRequest,
} from './launch/reexecution-request.ts'
export { type RefusedQuestion, refusedQuestion } from './launch/refused-question.ts'
export { type ResolvedJob, resolveJob } from './launch/resolve-job.ts'
export { retryDecisionOf } from './launch/retry-decision.ts'
export { drawRetry, type RetryDraw, withoutSystemTags } from './launch/retry-run.ts'
export { DEFAULT_RUN_RETRIES, type RunRetrySettings } from './launch/run-retry-settings.ts'
export { type TagLimitInUse, tagLimitsInUse } from './launch/tag-limits-in-use.ts'
export { type TerminateOutcome, terminateRun, unknownRunMessage } from './launch/terminate-run.ts'
export { buildJobDescription } from './plan/build-job-description.ts'
export { buildPlan } from './plan/build-plan.ts'
export { describeHandlers, type HandlerDescription } from './plan/describe-handlers.ts'
export type { EdgeDescription, JobDescription, OpDescription, RunConfigSchema } from './plan/job-description.ts'
export { type LaunchTags, type TagProblem, validateLaunchTags } from './plan/launch-tags.ts'
export { type SelectableGraph, type SelectionResult, selectablePlan, selectSteps } from './plan/op-selection.ts'
export type { SelectionError, SelectionErrorCode } from './plan/op-selection-syntax.ts'
export { mappedKey, type Plan, type PlannedJob, type PlanSource, type PlanStep, splitStepKey, upstreamKeys } from './plan/plan.ts'
export { readPlan } from './plan/read-plan.ts'
export type { RunConfigError, RunConfigErrorCode } from './plan/run-config-error.ts'
export { defaultRunConfig, runConfigJsonSchema, runConfigSchema } from './plan/run-config-schema.ts'
export { selectedKeys } from './plan/selected-keys.ts'
export { planOfSelection, type RunConfigSelection } from './plan/selected-plan.ts'
export { stepConfigHashes } from './plan/step-config-hash.ts'
export {
  type ResolvedRunConfig,
  type RunConfigOptions,
  type RunConfigResult,
  validateRunConfig,
} from './plan/validate-run-config.ts'
export { changedRun, queuedRun } from './run/change-run.ts'
export { type FoldedRun, foldRun, runChangeOf, runChanges } from './run/fold-run.ts'
export type { MarkedOutput, ReexecutionTerms, Run, RunChange, RunOrigin, RunSpec, Strategy } from './run/run.ts'
export {
  FINISHED_STATUSES,
  type FinishedStatus,
  IN_PROGRESS_STATUSES,
  isFinished,
  RUN_STATUSES,
  type RunStatus,
  type StepStatus,
} from './run/run-status.ts'
export type { AttemptRecord, OutputRecord, StepRecord } from './run/step-record.ts'
export { type RecordChanges, recordChanges } from './run/step-records.ts'
export { countEventGroups, matchesEventFilter, matchesText } from './storage/event-filter.ts'
export type { EventCounts, EventFilter, EventLog, EventPage } from './storage/event-log.ts'
export { judgeGuard } from './storage/judge-guard.ts'
export { checkRunIds, launchRefused, repeatedLaunch } from './storage/launch-conflict.ts'
export { memoryRunStorage } from './storage/memory-run-storage.ts'
export type { DeliveryOutcome, NewNotification, NotificationRecord, Outbox, TakenNotification } from './storage/outbox.ts'
export type { PoolSlot, PoolSlots, SlotRequest, SlotResult } from './storage/pool-slots.ts'
export type { DeletedRun, RunDeletion } from './storage/run-deletion.ts'
export { matchesRunFilter, runIdTime } from './storage/run-filter.ts'
export type {
  ClaimAnswers,
  ClaimResult,
  ClaimRound,
  ClaimWrite,
  QueuedRun,
  QueuePage,
  QueuePlace,
  RunInProgress,
  RunQueue,
} from './storage/run-queue.ts'
export type {
  LaunchResult,
  OutputPage,
  RunAddition,
  RunFilter,
  RunPage,
  RunStorage,
  RunWrite,
  StatusGuard,
  StepPage,
  StoredPlan,
  WriteResult,
  WriterGuard,
} from './storage/run-storage.ts'
export type { Storage } from './storage/storage.ts'
export type { SupervisorRecord, SupervisorRegistry, SupervisorSpec } from './storage/supervisor-registry.ts'
