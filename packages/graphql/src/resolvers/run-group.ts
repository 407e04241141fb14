import type { RunGroupResolvers } from '../generated/schema-types.ts'
import { fetchRunsOfGroup } from '../reads/fetch-run-group.ts'
import type { Complete } from './complete.ts'

export const RunGroup: Complete<RunGroupResolvers> = {
  rootRunId: (group) => group.rootRunId,
  rootRun: async (group, _args, { instance }) => (await instance.runs.getRun(group.rootRunId)) ?? null,
  count: (group, _args, { instance }) => instance.runs.countRuns({ rootRunId: group.rootRunId }),
  runs: (group, page, { instance }) => fetchRunsOfGroup(instance.runs, group.rootRunId, page),
}
