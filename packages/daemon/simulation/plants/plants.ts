import { type Run, type RunAddition, type RunSpec, type RunWrite, uuidV7 } from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'
import type { Database } from '../world/database.ts'
import type { Plant } from './plant.ts'

/** A database all of whose writes by `runs` and `queue` are made anew before they are written. */
function rewriting(database: Database, rewrite: (write: RunWrite) => Promise<RunWrite>): Database {
  const all = (writes: readonly RunWrite[]): Promise<readonly RunWrite[]> => Promise.all(writes.map(rewrite))
  return {
    ...database,
    runs: { ...database.runs, write: async (writes) => database.runs.write(await all(writes)) },
    queue: {
      ...database.queue,
      claimRuns: async (round) => database.queue.claimRuns({ ...round, alongside: await all(round.alongside) }),
    },
  }
}

/** The same for what is added under the run's lock. */
const readding = (write: RunWrite, change: (addition: RunAddition, run: Run) => RunAddition): RunWrite => {
  const { also } = write
  return also === undefined ? write : { ...write, also: (run) => change(also(run), run) }
}

const noFencing: Plant = {
  name: 'no-fencing',
  about: 'whoever writes is taken for the owner, whatever epoch it has',
  storage: (database) =>
    rewriting(database, async (write) => {
      const run = await database.runs.getRun(write.runId)
      const { guard } = write
      if (run === undefined || guard.epoch === run.epoch) return write
      if (guard.kind === 'writer') return { ...write, guard: { ...guard, epoch: run.epoch, batch: run.lastBatch + 1 } }
      return { ...write, guard: { kind: 'status', statuses: guard.statuses } }
    }),
}

const retryApart: Plant = {
  name: 'retry-apart',
  about: 'the retry run is inserted by a transaction of its own, after the one that ends the failed run',
  storage: (database) => {
    const apart: Required<RunAddition>['launches'][number][] = []
    const setApart = rewriting(database, async (write) =>
      readding(write, ({ launches = [], ...addition }) => {
        apart.push(...launches)
        return addition
      }),
    )
    const launchApart = async (): Promise<void> => {
      if (apart.length > 0) await database.runs.launchRuns(apart.splice(0))
    }
    return {
      ...setApart,
      runs: {
        ...setApart.runs,
        // With whatever is asked for next.
        getRun: async (runId) => launchApart().then(() => setApart.runs.getRun(runId)),
        listOwnedRuns: async (question) => launchApart().then(() => setApart.runs.listOwnedRuns(question)),
      },
    }
  },
}

const missingRescan: Plant = {
  name: 'missing-rescan',
  about: 'a loop takes a step only when it is woken',
  clock: (clock, tickMs) => ({
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms === tickMs ? 1_000_000 : ms, signal),
  }),
}

const duplicateBatch: Plant = {
  name: 'duplicate-batch',
  about: 'a batch whose answer was lost is written a second time',
  storage: (database) =>
    rewriting(database, async (write) => {
      const run = await database.runs.getRun(write.runId)
      const { guard } = write
      if (guard.kind !== 'writer' || run === undefined || guard.epoch !== run.epoch || guard.batch > run.lastBatch) return write
      return { ...write, guard: { ...guard, batch: run.lastBatch + 1 } }
    }),
}

/** What a retry of this run would be. */
function retryOf(run: Run, at: number): RunSpec {
  const { locationName, jobName, config, opSelection, tags, rootRunId, retryPolicy, priority } = run
  return {
    ...{ locationName, jobName, config, opSelection, tags, rootRunId, retryPolicy, priority },
    runId: uuidV7(at, seededRandom(run.nextSeq)),
    parentRunId: run.runId,
    retryOfRunId: run.runId,
    retryNumber: run.retryNumber + 1,
    strategy: 'FROM_FAILURE',
    origin: { kind: 'retry' },
    createdAt: at,
    ...{
      notBefore: null,
      launchedBy: null,
      partitionKey: null,
      inputsFromRunId: null,
      reexecution: null,
      idempotencyKey: null,
      requestHash: null,
    },
  }
}

const retryOfCanceled: Plant = {
  name: 'retry-of-canceled',
  about: 'a run that a person canceled is retried as one that failed',
  storage: (database) =>
    rewriting(database, async (write) =>
      readding(write, (addition, run) => {
        const end = addition.events.find(({ type }) => type === 'RUN_CANCELED')
        if (end === undefined) return addition
        const enqueued = { type: 'RUN_ENQUEUED', v: 1, at: end.at, payload: {} } as const
        return { ...addition, launches: [{ spec: retryOf(run, end.at), events: [enqueued] }] }
      }),
    ),
}

/** Bugs that a system like this one is known to have: each has to be found. */
export const PLANTS: readonly Plant[] = [noFencing, retryApart, missingRescan, duplicateBatch, retryOfCanceled]
