export type RunStatus = 'QUEUED' | 'STARTING' | 'STARTED' | 'CANCELING' | FinishedStatus
export type FinishedStatus = 'SUCCESS' | 'FAILURE' | 'CANCELED'

export const RUN_STATUSES: readonly RunStatus[] = ['QUEUED', 'STARTING', 'STARTED', 'CANCELING', 'SUCCESS', 'FAILURE', 'CANCELED']
export const FINISHED_STATUSES: ReadonlySet<RunStatus> = new Set<RunStatus>(['SUCCESS', 'FAILURE', 'CANCELED'])
/** In a worker, or on the way into one. */
export const IN_PROGRESS_STATUSES: ReadonlySet<RunStatus> = new Set<RunStatus>(['STARTING', 'STARTED', 'CANCELING'])

export const isFinished = (status: RunStatus): status is FinishedStatus => FINISHED_STATUSES.has(status)

export type StepStatus = 'STARTED' | 'UP_FOR_RETRY' | 'SUCCESS' | 'FAILURE' | 'SKIPPED' | 'REUSED' | 'MARKED_DONE'
