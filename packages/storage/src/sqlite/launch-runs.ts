import {
  checkRunIds,
  type LaunchResult,
  queuedRun,
  type Run,
  type RunEvent,
  type RunSpec,
  repeatedLaunch,
} from '@pawl/core/plugin'
import { queuedRunRow, runOf } from '../rows/run-row.ts'
import { insertEvents } from './insert-events.ts'
import type { Statements } from './statements.ts'

/** Inserts a queued run with its first events, or gives the run that is in its way: same id, key, or retried run. */
export function insertRun(statements: Statements, spec: RunSpec, events: readonly RunEvent[]): Run | undefined {
  checkRunIds(spec)
  const { runId, tags, createdAt } = spec
  const row = queuedRunRow(spec, events.length)
  if (statements.insertRun.run(row).changes === 0) {
    const existing = statements.getRunInTheWay.get(row)
    if (existing !== undefined) return runOf(existing)
  }
  for (const [key, value] of Object.entries(tags)) statements.upsertTag.run(runId, key, value, createdAt)
  insertEvents(statements, runId, 1, events)
  return undefined
}

export function launchRun(statements: Statements, spec: RunSpec, events: readonly RunEvent[]): LaunchResult {
  const existing = insertRun(statements, spec, events)
  return existing === undefined ? { kind: 'launched', run: queuedRun(spec, events.length) } : repeatedLaunch(existing, spec)
}
