import { type ClaimAnswers, type ClaimResult, type ClaimRound, changedRun } from '@pawl/core/plugin'
import { runInProgressOf } from '../queries/queue.ts'
import { runOf } from '../rows/run-row.ts'
import type { Statements } from './statements.ts'
import { writeAddition, writeRun } from './write-runs.ts'

function claimRun(
  statements: Statements,
  { runId, epoch }: ClaimRound['runs'][number],
  { supervisorId, decide }: { readonly supervisorId: string; readonly decide: ReturnType<ClaimRound['decide']> },
): ClaimResult {
  const row = statements.getRun.get(runId)
  if (row === undefined) return { kind: 'gone' }
  if (row.status === 'STARTING' && row.owner === supervisorId && row.epoch === epoch + 1)
    return { kind: 'claimed', run: runOf(row) }
  if (row.status !== 'QUEUED' || row.epoch !== epoch) return { kind: 'gone' }
  const run = runOf(row)
  const write = decide(run)
  if (write === undefined) return { kind: 'left' }
  writeAddition(statements, runId, write)
  return { kind: 'claimed', run: { ...changedRun(run, write.change), nextSeq: run.nextSeq + write.events.length } }
}

/** Decides and claims inside the transaction that is open: it is the database's only writer. */
export function claimRuns(statements: Statements, round: ClaimRound): ClaimAnswers {
  const { supervisorId, runs, readsInProgress, alongside } = round
  const written = alongside.map((write) => writeRun(statements, write))
  if (runs.length > 0 && statements.isAliveSupervisor.get(supervisorId) === undefined)
    return { alongside: written, claims: runs.map(() => ({ kind: 'refused' })) }
  const decide = round.decide(readsInProgress ? statements.listInProgress.all().map(runInProgressOf) : [])
  return { alongside: written, claims: runs.map((asked) => claimRun(statements, asked, { supervisorId, decide })) }
}
