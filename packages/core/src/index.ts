// What authors of jobs import.

export { exponentialBackoff, linearBackoff } from './definition/backoff.ts'
export type { Logger, LogLevel, OpContext, OutputTarget, RunInfo, StepInfo } from './definition/context.ts'
export type { DefinitionErrorCode } from './definition/definition-error.ts'
export { definitions } from './definition/definitions.ts'
export { Failure, type FailureOptions, RetryRequested, type RetryRequestedOptions } from './definition/failure.ts'
export { type FromConfig, fromConfig } from './definition/from-config.ts'
export { type Graph, type GraphBody, graph } from './definition/graph.ts'
export type {
  AnyHandle,
  Dynamic,
  DynamicHandle,
  DynamicWire,
  Handle,
  HandleRef,
  MapResult,
  OptionalDynamicHandle,
  OptionalHandle,
  Outputs,
  Wire,
} from './definition/handle.ts'
export type { IOManager } from './definition/io-manager.ts'
export { job } from './definition/job.ts'
export type { Definitions, IOManagerContext, IOManagerProvider } from './definition/job-definition.ts'
export type { Job, OutputsOf, RunConfig } from './definition/job-type.ts'
export type { MetadataInput, MetadataValue, TableColumn } from './definition/metadata.ts'
export { type MetadataConstructors, metadata } from './definition/metadata-constructors.ts'
export type { TableOptions } from './definition/metadata-table.ts'
export type { Brings, Configures, Need, Uses } from './definition/need.ts'
export { type AnyOp, type Op, type OpOverrides, type OutsOfOp, op } from './definition/op.ts'
export {
  type DynamicItem,
  type DynamicItems,
  type DynamicOut,
  dynamicOut,
  type Out,
  type OutOptions,
  type OutSpec,
  out,
} from './definition/out.ts'
export { type Resource, type ResourceSpecs, resource } from './definition/resource.ts'
export type { ResourceInitContext } from './definition/resource-definition.ts'
export type {
  DelaySeconds,
  ExponentialBackoff,
  Jitter,
  LinearBackoff,
  RetryCondition,
  RetryConditionContext,
  RetryPolicy,
} from './definition/retry-policy.ts'
export type { EmptySection, ExecutionSection } from './definition/run-config-type.ts'
export type {
  EndedRunInfo,
  RunFailureContext,
  RunFailureHandler,
  RunSuccessContext,
  RunSuccessHandler,
  ToldError,
} from './definition/run-handlers.ts'
export { type AnySchema, type OptionalTypeMarker, optionalType, type TypeMarker, type } from './definition/schema.ts'
export type { Inputs, Source } from './definition/step-types.ts'
export type { Tags, TagsInput } from './definition/tags.ts'
export type { Awaitable, EnvRef, NoConfig, None, WithEnv } from './definition/value-types.ts'
export { executeInProcess, tryExecuteInProcess } from './execution/execute-in-process.ts'
export type {
  EventInProcess,
  ExecuteOptions,
  OutputOf,
  ResourcesFor,
  RunCanceled,
  RunFailure,
  RunResult,
  RunSuccess,
} from './execution/execute-in-process-types.ts'
export { FrameworkError, type FrameworkErrorOptions, isFrameworkError } from './foundation/errors.ts'
export type { JsonObject, JsonValue } from './foundation/json.ts'
