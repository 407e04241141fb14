/** Why a run ended in FAILURE; also its tag `pawl/failure_reason`. */
export type FailureReason =
  | 'STEP_FAILURE'
  | 'RESOURCE_INIT_FAILURE'
  | 'RUN_EXCEPTION'
  | 'JOB_INITIALIZATION_FAILURE'
  /** The worker process died or vanished. */
  | 'UNEXPECTED_TERMINATION'
  | 'START_TIMEOUT'
  | 'MAX_RUNTIME_EXCEEDED'
