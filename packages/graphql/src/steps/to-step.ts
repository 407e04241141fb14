import {
  type AttemptRecord,
  isFinished,
  type PlanStep,
  type Run,
  type StepRecord,
  splitStepKey,
  upstreamKeys,
} from '@pawl/core/plugin'
import type { Attempt, Step, StepStatus } from '../generated/schema-types.ts'

/** A run that has ended interrupted what it had not finished. */
function shownStatus(record: StepRecord, run: Run): StepStatus {
  const isOpen = record.status === 'STARTED' || record.status === 'UP_FOR_RETRY'
  return isOpen && isFinished(run.status) ? 'INTERRUPTED' : record.status
}

function attemptsOf(record: StepRecord, earlier: readonly AttemptRecord[], run: Run): readonly Attempt[] {
  if (record.attempts === 0 || record.startedAt === null) return []
  const newest = { number: record.attempts, startedAt: record.startedAt, endedAt: record.endedAt ?? run.endedAt }
  return [...earlier.map(({ attempt, startedAt, endedAt }) => ({ number: attempt, startedAt, endedAt })), newest]
}

/** A planned step with its record; without one it has not started. */
export function toStep(
  place: { readonly key: string; readonly planned: PlanStep | undefined; readonly run: Run },
  record: StepRecord | undefined,
  earlier: readonly AttemptRecord[],
): Step {
  const { key, mappingKey } = splitStepKey(place.key)
  const attempts = record === undefined ? [] : attemptsOf(record, earlier, place.run)
  const status = record === undefined ? 'NOT_STARTED' : shownStatus(record, place.run)
  return {
    key: place.key,
    opKey: key,
    mappingKey,
    status,
    attempts,
    startedAt: attempts[0]?.startedAt ?? null,
    endedAt: record === undefined ? null : (record.endedAt ?? place.run.endedAt),
    retryAt: status === 'UP_FOR_RETRY' ? (record?.retryAt ?? null) : null,
    upstream: place.planned === undefined ? [] : upstreamKeys(place.planned),
  }
}
