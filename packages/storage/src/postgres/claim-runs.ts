import { type ClaimAnswers, type ClaimResult, type ClaimRound, changedRun, type Run, type RunWrite } from '@pawl/core/plugin'
import { IN_PROGRESS_RUNS, runInProgressOf } from '../queries/queue.ts'
import { runOf } from '../rows/run-row.ts'
import type { RunsTable } from '../schema/tables.ts'
import type { Connection } from './connections.ts'
import { transacted } from './under-lock.ts'
import { type Writing, writeByGuard, writeRuns } from './write-runs.ts'

type Asked = ClaimRound['runs'][number]

/** Its row stays as it is until the claim is committed: whoever declares it dead waits. */
async function isAlive(connection: Connection, supervisorId: string): Promise<boolean> {
  const text = `select 1 from supervisors where id = $1 and status = 'alive' for share`
  const { rows } = await connection.query({ name: 'pawl_alive', text, values: [supervisorId] })
  return rows.length > 0
}

/** Locked in the order of their ids, so that two transactions never wait for each other. */
async function lockedRuns(connection: Connection, runIds: readonly string[]): Promise<ReadonlyMap<string, Run>> {
  const text = 'select * from runs where id = any ($1::text[]) order by id for no key update'
  const { rows } = await connection.query<RunsTable>({ name: 'pawl_claimed', text, values: [runIds] })
  return new Map(rows.map((row) => [row.id, runOf(row)]))
}

async function decideFor(connection: Connection, round: ClaimRound): Promise<ReturnType<ClaimRound['decide']>> {
  if (!round.readsInProgress) return round.decide([])
  const query = { name: 'pawl_in_progress', text: IN_PROGRESS_RUNS, values: [] }
  const { rows } = await connection.query<Pick<RunsTable, 'id' | 'tags'>>(query)
  return round.decide(rows.map(runInProgressOf))
}

/** What becomes of a run of the round, and the write that makes it so. */
interface Decided {
  readonly result: ClaimResult
  readonly write?: RunWrite
}

function decideClaim(
  run: Run | undefined,
  { runId, epoch }: Asked,
  { supervisorId, decide }: { readonly supervisorId: string; readonly decide: ReturnType<ClaimRound['decide']> },
): Decided {
  if (run === undefined) return { result: { kind: 'gone' } }
  if (run.status === 'STARTING' && run.owner === supervisorId && run.epoch === epoch + 1)
    return { result: { kind: 'claimed', run } }
  if (run.status !== 'QUEUED' || run.epoch !== epoch) return { result: { kind: 'gone' } }
  const claim = decide(run)
  if (claim === undefined) return { result: { kind: 'left' } }
  const claimed = { ...changedRun(run, claim.change), nextSeq: run.nextSeq + claim.events.length }
  return {
    result: { kind: 'claimed', run: claimed },
    write: { runId, guard: { kind: 'status', statuses: ['QUEUED'] }, ...claim },
  }
}

async function decideAndClaim(writing: Writing, round: ClaimRound): Promise<readonly ClaimResult[]> {
  const { connection } = writing
  const { supervisorId, runs } = round
  if (!(await isAlive(connection, supervisorId))) return runs.map(() => ({ kind: 'refused' }))
  const decide = await decideFor(connection, round)
  const locked = await lockedRuns(
    connection,
    runs.map(({ runId }) => runId),
  )
  const decided = runs.map((asked) => decideClaim(locked.get(asked.runId), asked, { supervisorId, decide }))
  const writes = decided.flatMap(({ write }) => (write === undefined ? [] : [write]))
  if (writes.length > 0) await writeByGuard(writing, writes)
  return decided.map(({ result }) => result)
}

/**
 * Claims under the queue's lock, which is held while this process thinks; without limits nobody needs to wait for another, since every run
 * is locked by itself. What is written alongside has its own transaction, as it would have had without the claims.
 */
export async function claimRuns(writing: Writing, round: ClaimRound): Promise<ClaimAnswers> {
  const { connection, attempt } = writing
  const alongside = await writeRuns(writing, round.alongside)
  const mayRepeat = attempt.isRepeatable
  if (round.runs.length === 0) return { alongside, claims: [] }
  const claims = await transacted(connection, round.readsInProgress ? 'queue' : undefined, async () => {
    const results = await decideAndClaim(writing, round)
    // Asked again after it was stored, a claim is answered as made.
    attempt.isRepeatable = mayRepeat
    return results
  })
  return { alongside, claims }
}
