import { FrameworkError } from '../foundation/errors.ts'

/** Everything that can be wrong with a definition, by the code its error carries. */
export type DefinitionErrorCode =
  // names and options
  | 'INVALID_NAME'
  | 'DUPLICATE_NAME'
  | 'UNKNOWN_OPTION'
  | 'INVALID_OPTION'
  | 'MISSING_RUN'
  | 'OUT_AND_OUTS'
  | 'NO_OUTPUTS'
  | 'NOT_A_SCHEMA'
  | 'GRAPH_INPUT_DEFAULT'
  | 'INVALID_TIMEOUT'
  | 'INVALID_POOL'
  | 'INVALID_TAG'
  | 'SYSTEM_TAG'
  | 'UNKNOWN_TAG'
  | 'RUN_LEVEL_TAG'
  | 'RETRY_GIVEN_TWICE'
  | 'INVALID_RETRY'
  | 'JITTER_WITHOUT_DELAY'
  | 'UNKNOWN_OVERRIDE'
  // wiring
  | 'CALLED_OUTSIDE_BODY'
  | 'DUPLICATE_STEP'
  | 'INPUTS_NOT_BY_NAME'
  | 'UNKNOWN_INPUT'
  | 'UNWIRED_INPUT'
  | 'NOT_A_HANDLE'
  | 'EMPTY_FAN_IN'
  | 'DYNAMIC_NOT_MAPPED'
  | 'HANDLE_OUTSIDE_BODY'
  | 'HANDLE_USED_AS_VALUE'
  | 'AFTER_GRAPH_INPUT'
  | 'NESTED_MAP'
  | 'NESTED_DYNAMIC'
  | 'MAP_IGNORES_ITEM'
  // what a body returns
  | 'ASYNC_BODY'
  | 'NOTHING_RETURNED'
  | 'RETURNED_NON_HANDLE'
  | 'RETURNED_GRAPH_INPUT'
  | 'EMPTY_BODY'
  | 'LEAF_NOT_RETURNED'
  | 'GRAPH_INPUT_NOT_USED'
  // whole projects
  | 'NOT_A_JOB'
  | 'DUPLICATE_JOB'
  | 'INVALID_RESOURCE'
  | 'RESOURCE_CONFLICT'
  | 'UNKNOWN_RESOURCE'
  | 'INVALID_IO_MANAGER'
  | 'UNKNOWN_IO_MANAGER'
  | 'DANGLING_INPUT'
  | 'CYCLE'

/** A definition that cannot stand; thrown while the user's module is imported. `details` holds the names in the message. */
export const definitionError = (
  code: DefinitionErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): FrameworkError => new FrameworkError(code, { message, details })
