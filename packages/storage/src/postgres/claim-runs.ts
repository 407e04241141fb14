import { type ClaimResult, type ClaimRound, changedRun, type Run, type RunWrite } from '@pawl/core/plugin'
import { IN_PROGRESS_RUNS, runInProgressOf } from '../queries/queue.ts'
import { runOf } from '../rows/run-row.ts'
import type { RunsTable } from '../schema/tables.ts'
import { aliveSupervisors } from './alive-supervisors.ts'
import type { Connection } from './connections.ts'
import { transacted } from './under-lock.ts'
import { type Writing, writeByGuard } from './write-runs.ts'

type Asked = ClaimRound['runs'][number]

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

async function decideAndClaim(writing: Omit<Writing, 'attempt'>, round: ClaimRound): Promise<readonly ClaimResult[]> {
  const { connection } = writing
  const { supervisorId, runs } = round
  const alive = await aliveSupervisors(connection, [supervisorId])
  if (!alive.has(supervisorId)) return runs.map(() => ({ kind: 'refused' }))
  const decide = await decideFor(connection, round)
  const locked = await lockedRuns(
    connection,
    runs.map(({ runId }) => runId),
  )
  const decided = runs.map((asked) => decideClaim(locked.get(asked.runId), asked, { supervisorId, decide }))
  const writes = decided.flatMap(({ write }) => (write === undefined ? [] : [write]))
  // Whether this one may be repeated is not asked: a transaction that is not committed was never there.
  if (writes.length > 0) await writeByGuard({ ...writing, attempt: { isRepeatable: true } }, writes)
  return decided.map(({ result }) => result)
}

/**
 * Claims under the queue's lock, which is held while this process thinks; without limits nobody needs to wait for another, since every run
 * is locked by itself. May be repeated: asked again after it was stored, a claim is answered as made.
 */
export const claimRuns = (writing: Omit<Writing, 'attempt'>, round: ClaimRound): Promise<readonly ClaimResult[]> =>
  transacted(writing.connection, round.readsInProgress ? 'queue' : undefined, () => decideAndClaim(writing, round))
