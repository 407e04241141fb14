import type { RunStatus, StepStatus } from '../generated/graphql.ts'

/** A colour token and an icon; never shown without the word. */
export type Tone = 'success' | 'failure' | 'running' | 'starting' | 'queued' | 'retry' | 'cancelled' | 'skipped'

export interface StatusWord {
  readonly word: string
  readonly tone: Tone
}

export const RUN_STATUS_WORDS: Readonly<Record<RunStatus, StatusWord>> = {
  QUEUED: { word: 'Queued', tone: 'queued' },
  STARTING: { word: 'Starting', tone: 'starting' },
  STARTED: { word: 'Running', tone: 'running' },
  CANCELING: { word: 'Canceling', tone: 'cancelled' },
  SUCCESS: { word: 'Succeeded', tone: 'success' },
  FAILURE: { word: 'Failed', tone: 'failure' },
  CANCELED: { word: 'Canceled', tone: 'cancelled' },
}

export const STEP_STATUS_WORDS: Readonly<Record<StepStatus, StatusWord>> = {
  NOT_STARTED: { word: 'Not started', tone: 'skipped' },
  STARTED: { word: 'Running', tone: 'running' },
  INTERRUPTED: { word: 'Interrupted', tone: 'cancelled' },
  UP_FOR_RETRY: { word: 'Waiting to retry', tone: 'retry' },
  SUCCESS: { word: 'Succeeded', tone: 'success' },
  FAILURE: { word: 'Failed', tone: 'failure' },
  SKIPPED: { word: 'Skipped', tone: 'skipped' },
  REUSED: { word: 'Reused', tone: 'success' },
  MARKED_DONE: { word: 'Marked done', tone: 'success' },
}

export const RUN_STATUSES: readonly RunStatus[] = ['QUEUED', 'STARTING', 'STARTED', 'CANCELING', 'SUCCESS', 'FAILURE', 'CANCELED']
export const UNFINISHED_RUN_STATUSES: readonly RunStatus[] = ['QUEUED', 'STARTING', 'STARTED', 'CANCELING']

export const isFinishedRun = (status: RunStatus): boolean => !UNFINISHED_RUN_STATUSES.includes(status)
