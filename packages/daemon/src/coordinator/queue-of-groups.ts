import type { QueuedRun, QueuePlace, Run, RunId, RunQueue, RunStorage } from '@pawl/core/plugin'

const GROUP_PAGE = 100

/** Below 0 where the first is claimed first. */
function compareInQueue(a: QueuePlace, b: QueuePlace): number {
  const isBefore = a.createdAt === b.createdAt ? a.runId < b.runId : a.createdAt < b.createdAt
  return b.priority - a.priority || (a.runId === b.runId ? 0 : isBefore ? -1 : 1)
}

async function queuedRunsOf(rootRunId: RunId, runs: RunStorage): Promise<readonly Run[]> {
  const queued: Run[] = []
  for (;;) {
    const last = queued.at(-1)
    const cursor = last === undefined ? {} : { cursor: last.runId }
    const page = await runs.listRuns({ filter: { rootRunId, statuses: ['QUEUED'] }, limit: GROUP_PAGE, ...cursor })
    queued.push(...page)
    if (page.length < GROUP_PAGE) return queued
  }
}

/** A queue of the runs of some groups only: few groups, each with few runs. The set may grow. */
export function queueOfGroups(groups: ReadonlySet<RunId>, runs: RunStorage, queue: RunQueue): RunQueue {
  return {
    ...queue,
    async listQueue({ now, after, limit }): Promise<readonly QueuedRun[]> {
      const queued = (await Promise.all([...groups].map((rootRunId) => queuedRunsOf(rootRunId, runs)))).flat()
      const due = queued.filter(({ notBefore }) => notBefore === null || notBefore <= now)
      const rest = due.filter((run) => after === undefined || compareInQueue(run, after) > 0)
      return rest.sort(compareInQueue).slice(0, limit)
    },
  }
}
