import type { RunWrite, WriteResult } from '@pawl/core/plugin'
import type { Writer } from '../checks/checks.ts'
import type { Database } from './database.ts'
import type { World } from './world.ts'

interface Noted {
  readonly writes: readonly RunWrite[]
  /** Ids of runs that the writes have launched besides. */
  readonly launched: readonly string[]
}

/** The same writes, which tell of the runs that they launch. */
function noting(writes: readonly RunWrite[]): Noted {
  const launched: string[] = []
  const noted = writes.map((write): RunWrite => {
    const { also } = write
    if (also === undefined) return write
    return {
      ...write,
      also(run) {
        const addition = also(run)
        launched.push(...(addition.launches ?? []).map(({ spec }) => spec.runId))
        return addition
      },
    }
  })
  return { writes: noted, launched }
}

const writtenOf = (writes: readonly RunWrite[], results: readonly WriteResult[]): readonly string[] =>
  writes.flatMap(({ runId }, index) => (results[index]?.kind === 'written' ? [runId] : []))

/** The database as one process reaches it: what it has written is checked before anybody hears of it. */
export function watchedDatabase(world: World, writer: Writer): Database {
  const { database, checks } = world
  const wrote = (own: readonly string[], others: readonly string[]): Promise<void> =>
    world.hold(async () => {
      await checks.mayWrite(writer, own)
      await checks.wrote([...own, ...others])
    })
  return {
    ...database,
    runs: {
      ...database.runs,
      async write(writes) {
        const noted = noting(writes)
        const results = await database.runs.write(noted.writes)
        await wrote(writtenOf(writes, results), noted.launched)
        return results
      },
      async launchRuns(launches) {
        const results = await database.runs.launchRuns(launches)
        const launched = results.flatMap((result) => (result.kind === 'launched' ? [result.run.runId] : []))
        await wrote([], launched)
        return results
      },
    },
    queue: {
      ...database.queue,
      async claimRuns(round) {
        const noted = noting(round.alongside)
        const answers = await database.queue.claimRuns({ ...round, alongside: noted.writes })
        const claimed = answers.claims.flatMap((claim) => (claim.kind === 'claimed' ? [claim.run.runId] : []))
        await wrote(writtenOf(round.alongside, answers.alongside), [...noted.launched, ...claimed])
        return answers
      },
    },
  }
}
