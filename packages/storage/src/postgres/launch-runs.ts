import {
  checkRunIds,
  FrameworkError,
  type LaunchResult,
  queuedRun,
  type RunEvent,
  type RunSpec,
  repeatedLaunch,
} from '@pawl/core/plugin'
import type { Connection } from './connections.ts'
import { runsInTheWay } from './runs-in-the-way.ts'
import { draftLaunch, emptyDraft } from './write-draft.ts'
import type { Writing } from './write-runs.ts'
import type { WriteStatements, WrittenRow } from './write-statement.ts'

export interface Launch {
  readonly spec: RunSpec
  readonly events: readonly RunEvent[]
}

// Rows of one statement are matched pair by pair.
const LONGEST_STATEMENT = 500

/** Inserts what is not in the way of another; gives the ids of the runs that are new. */
async function insertLaunches(
  connection: Connection,
  statements: WriteStatements,
  launches: readonly Launch[],
): Promise<readonly string[]> {
  const draft = emptyDraft()
  // Of two launches with one id the first may be new.
  const firsts = new Map(launches.toReversed().map((launch) => [launch.spec.runId, launch]))
  const distinct = launches.filter((launch) => firsts.get(launch.spec.runId) === launch)
  for (const [ord, { spec, events }] of distinct.entries()) draftLaunch(draft, ord, spec, events)
  const { rows } = await connection.query<WrittenRow>(statements({ asked: [], fence: 'guard', passesOver: true, draft }))
  return rows.flatMap(({ ord }) => distinct[ord]?.spec.runId ?? [])
}

async function insertAll(
  connection: Connection,
  statements: WriteStatements,
  launches: readonly Launch[],
): Promise<readonly string[]> {
  if (launches.length <= LONGEST_STATEMENT) return insertLaunches(connection, statements, launches)
  await connection.query('begin')
  try {
    const launched: string[] = []
    for (let from = 0; from < launches.length; from += LONGEST_STATEMENT) {
      launched.push(...(await insertLaunches(connection, statements, launches.slice(from, from + LONGEST_STATEMENT))))
    }
    await connection.query('commit')
    return launched
  } catch (error) {
    // On a connection that is lost there is nothing to take back.
    await connection.query('rollback').catch(() => {})
    throw error
  }
}

/** Launches runs in one transaction; asking again for what was launched gives the same runs. */
export async function launchRuns(
  { connection, statements }: Omit<Writing, 'attempt'>,
  launches: readonly Launch[],
): Promise<readonly LaunchResult[]> {
  for (const { spec } of launches) checkRunIds(spec)
  if (launches.length === 0) return []
  const launched = new Set(await insertAll(connection, statements, launches))
  const results = launches.map(({ spec, events }): LaunchResult | undefined =>
    // Each new id is the answer of one launch, the first that has it.
    launched.delete(spec.runId) ? { kind: 'launched', run: queuedRun(spec, events.length) } : undefined,
  )
  if (results.every((result) => result !== undefined)) return results
  const existing = await runsInTheWay(
    connection,
    launches.filter((_, index) => results[index] === undefined).map(({ spec }) => spec),
  )
  return launches.map(({ spec }, index) => results[index] ?? judgeLaunch(existing(spec), spec))
}

function judgeLaunch(existing: ReturnType<Awaited<ReturnType<typeof runsInTheWay>>>, spec: RunSpec): LaunchResult {
  if (existing !== undefined) return repeatedLaunch(existing, spec)
  // It was deleted between the two statements.
  throw new FrameworkError('STORAGE_BUSY', {
    message: `Run ${spec.runId} met a run that has been deleted in the meantime. Launch it again.`,
    details: { runId: spec.runId },
  })
}
