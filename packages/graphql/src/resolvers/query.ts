import type { QueryResolvers } from '../generated/schema-types.ts'
import { fetchCapturedLog } from '../reads/fetch-captured-logs.ts'
import { fetchEventCounts, fetchEvents } from '../reads/fetch-events.ts'
import { fetchJob, fetchJobs } from '../reads/fetch-jobs.ts'
import { fetchPreview } from '../reads/fetch-preview.ts'
import { fetchReexecutionOptions } from '../reads/fetch-reexecution-options.ts'
import { checkRunConfig, fetchRunConfigSchema } from '../reads/fetch-run-config.ts'
import { fetchRunGroup } from '../reads/fetch-run-group.ts'
import { fetchRun, fetchRuns } from '../reads/fetch-runs.ts'
import { fetchTagSuggestions } from '../reads/fetch-tag-suggestions.ts'
import type { Complete } from './complete.ts'

export const Query: Complete<QueryResolvers> = {
  version: (_root, _args, { instance }) => instance.version,
  jobs: (_root, args, { instance }) => fetchJobs(instance.locations.listLocations(), args),
  jobOrError: (_root, { selector }, { instance, shownText }) => fetchJob(instance.locations.listLocations(), selector, shownText),
  locations: (_root, _args, { instance }) => instance.locations.listLocations(),
  runConfigSchemaOrError: (_root, { selector }, { instance, shownText }) =>
    fetchRunConfigSchema({ locations: instance.locations, shownText }, selector),
  isRunConfigValid: (_root, { selector, runConfigData }, { instance, shownText }) =>
    checkRunConfig({ locations: instance.locations, shownText }, selector, runConfigData),
  runsOrError: (_root, args, { instance }) => fetchRuns(instance.runs, args),
  runOrError: (_root, { runId }, { instance }) => fetchRun(instance.runs, runId),
  runGroupOrError: (_root, { runId }, { instance }) => fetchRunGroup(instance.runs, runId),
  bulkOperation: (_root, { id }, { bulk }) => bulk.get(id) ?? null,
  reexecutionPreview: (_root, { reexecutionParams: params, cursor, limit }, context) =>
    fetchPreview(context, { params, cursor, limit }),
  reexecutionOptions: (_root, { runId }, { instance }) => fetchReexecutionOptions(instance.runs, runId),
  logsForRun: (_root, args, { instance }) => fetchEvents(instance, args),
  eventCountsForRun: (_root, { runId, filter }, { instance }) => fetchEventCounts(instance.eventLog, runId, filter),
  capturedLogs: (_root, args, { instance }) => fetchCapturedLog(instance.capturedLogs, args),
  instance: () => ({}),
  tagSuggestions: (_root, args, { instance }) => fetchTagSuggestions(instance.runs, args),
}
