import { checkRunIds, FrameworkError, judgeGuard, launchRefused, type RunWrite, type WriteResult } from '@pawl/core/plugin'
import { runOf } from '../rows/run-row.ts'
import type { RunsTable } from '../schema/tables.ts'
import { aliveSupervisors } from './alive-supervisors.ts'
import type { Connection } from './connections.ts'
import { decideWrites, type RunVersion } from './decide-writes.ts'
import { isTaken } from './postgres-error.ts'
import { runsInTheWay } from './runs-in-the-way.ts'
import { transacted } from './under-lock.ts'
import type { Attempt } from './until-answered.ts'
import { type AskedRow, changeRow, draftEvents, draftRecords, draftTags, emptyDraft } from './write-draft.ts'
import type { StatementInput, WriteStatements, WrittenRow } from './write-statement.ts'

/** Runs are named once each, so that every write can be judged by its own row where it lies. */
const standAlone = (writes: readonly RunWrite[]): boolean =>
  writes.every(({ also }) => also === undefined) && new Set(writes.map(({ runId }) => runId)).size === writes.length

/** Asked again after it was stored, such a write is answered as written before. */
const isRepeatable = ({ guard, change }: RunWrite): boolean => guard.kind === 'writer' && !change?.raiseEpoch

const askedRow = ({ runId, guard, events, change }: RunWrite, ord: number): AskedRow => ({
  ord,
  run_id: runId,
  event_count: events.length,
  last_batch: change?.raiseEpoch ? 0 : guard.kind === 'writer' ? guard.batch : null,
  epoch: guard.epoch ?? null,
  batch: guard.kind === 'writer' ? guard.batch : null,
  statuses: guard.kind === 'writer' ? null : `{${guard.statuses.join()}}`,
  version: null,
  change: change === undefined ? undefined : changeRow(change, change.raiseEpoch ? 1 : 0),
})

function inputOf(writes: readonly RunWrite[]): StatementInput {
  const draft = emptyDraft()
  for (const [ord, write] of writes.entries()) {
    draftEvents(draft, ord, 0, write.events)
    draftTags(draft, ord, write.change?.tags)
    draftRecords(draft, ord, write)
  }
  return { asked: writes.map(askedRow), fence: 'guard', passesOver: false, draft }
}

type Standing = Pick<RunsTable, 'id' | 'status' | 'epoch' | 'last_batch'>

/** Where the runs stand whose guards did not hold. */
async function standings(connection: Connection, runIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  const text = 'select id, status, epoch, last_batch from runs where id = any ($1::text[])'
  const { rows } = await connection.query<Standing>({ name: 'pawl_standings', text, values: [runIds] })
  return new Map(rows.map((row) => [row.id, row]))
}

function refusal({ guard }: RunWrite, standing: Standing | undefined): WriteResult {
  if (standing === undefined) return { kind: 'refused', status: null, epoch: null }
  const { status, epoch, last_batch } = standing
  // A guard that would hold by now has not held when it was asked.
  return judgeGuard({ status, epoch, lastBatch: last_batch }, guard) ?? { kind: 'refused', status, epoch }
}

/** What a write is carried out with. */
export interface Writing {
  readonly connection: Connection
  readonly statements: WriteStatements
  readonly attempt: Attempt
}

/** In one round trip: the database judges the guards. */
export async function writeByGuard(
  { connection, statements, attempt }: Writing,
  writes: readonly RunWrite[],
): Promise<readonly WriteResult[]> {
  attempt.isRepeatable = writes.every(isRepeatable)
  const { rows } = await connection.query<WrittenRow>(statements(inputOf(writes)))
  const written = new Map(rows.map((row) => [row.ord, row]))
  const refused = writes.filter((_, ord) => !written.has(ord)).map(({ runId }) => runId)
  const standing = refused.length === 0 ? new Map<string, Standing>() : await standings(connection, refused)
  return writes.map((write, ord): WriteResult => {
    const row = written.get(ord)
    if (row === undefined) return refusal(write, standing.get(write.runId))
    const { next_seq: nextSeq, epoch, status } = row
    return { kind: 'written', firstSeq: nextSeq - write.events.length, nextSeq, epoch, status }
  })
}

async function readRuns(connection: Connection, runIds: readonly string[]): Promise<ReadonlyMap<string, RunVersion>> {
  const text = 'select *, xmin::text as version from runs where id = any ($1::text[])'
  const { rows } = await connection.query<RunsTable & { version: string }>({ name: 'pawl_versions', text, values: [runIds] })
  return new Map(rows.map((row) => [row.id, { run: runOf(row), version: row.version }]))
}

/**
 * In two round trips: reads the runs, decides here, and stores the outcome if no row has changed since. No lock is held
 * while this process thinks, so one that is stopped keeps nobody waiting. Gives nothing where a row did change.
 */
async function writeByVersion(
  { connection, statements, attempt }: Writing,
  writes: readonly RunWrite[],
): Promise<readonly WriteResult[] | undefined> {
  const read = await readRuns(connection, [...new Set(writes.map(({ runId }) => runId))])
  const { results, asked, draft, launches, isRepeatable: mayBeRepeated } = decideWrites(read, writes)
  if (asked.length === 0) return results
  for (const spec of launches) checkRunIds(spec)
  attempt.isRepeatable = mayBeRepeated
  try {
    const { rows } = await connection.query<WrittenRow>(statements({ asked, fence: 'version', passesOver: false, draft }))
    return rows.length === 0 ? undefined : results
  } catch (error) {
    if (!isTaken(error, 'runs')) throw error
    const existing = await runsInTheWay(connection, launches)
    for (const spec of launches) {
      const run = existing(spec)
      if (run !== undefined) throw launchRefused(run, spec)
    }
    return undefined
  }
}

const supervisorOf = ({ guard }: RunWrite): string | undefined => (guard.kind === 'status' ? guard.aliveSupervisor : undefined)

/** Which supervisors are alive is looked up first, and stays so to the end of the transaction. */
const writeForTheLiving = (writing: Writing, writes: readonly RunWrite[]): Promise<readonly WriteResult[]> =>
  transacted(writing.connection, undefined, async () => {
    const { connection } = writing
    const alive = await aliveSupervisors(connection, [...new Set(writes.flatMap((write) => supervisorOf(write) ?? []))])
    const isOfTheDead = (write: RunWrite): boolean => !alive.has(supervisorOf(write) ?? '') && supervisorOf(write) !== undefined
    const [refused, allowed] = [writes.filter(isOfTheDead), writes.filter((write) => !isOfTheDead(write))]
    const results = await writeWhoever(writing, allowed)
    const answers = new Map(allowed.map((write, index) => [write, results[index]]))
    const standing = await standings(
      connection,
      refused.map(({ runId }) => runId),
    )
    return writes.map((write) => answers.get(write) ?? refusal(write, standing.get(write.runId)))
  })

/** Applies writes in one transaction. Throws STORAGE_BUSY when a row was changed by another process in the meantime. */
export const writeRuns = (writing: Writing, writes: readonly RunWrite[]): Promise<readonly WriteResult[]> =>
  writes.every((write) => supervisorOf(write) === undefined) ? writeWhoever(writing, writes) : writeForTheLiving(writing, writes)

async function writeWhoever(writing: Writing, writes: readonly RunWrite[]): Promise<readonly WriteResult[]> {
  if (writes.length === 0) return []
  if (standAlone(writes)) return writeByGuard(writing, writes)
  const results = await writeByVersion(writing, writes)
  if (results !== undefined) return results
  throw new FrameworkError('STORAGE_BUSY', {
    message: 'A run was changed by another process again and again while a write on it was being decided. Try again.',
    details: { runIds: writes.map(({ runId }) => runId) },
  })
}
