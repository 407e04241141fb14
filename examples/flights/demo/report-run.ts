import { type PlannedOp, PROGRESS_EVENT_TYPES } from '@pawl/cli'
import { z } from 'zod'
import type { GraphqlClient } from './graphql-client.ts'

export const JOB = { locationName: 'flights', jobName: 'flight_report' } as const

const Refusal = z.object({ message: z.string() })
type Refusal = z.infer<typeof Refusal>

/** Throws what the server says against it. */
function accepted<T extends object>(result: T | Refusal): T {
  if ('message' in result) throw new Error(result.message)
  return result
}

const LOCATION = `query Location { locations { name status error { message } } }`
const Locations = z.object({
  locations: z.array(z.object({ name: z.string(), status: z.enum(['LOADING', 'LOADED', 'FAILED']), error: Refusal.nullable() })),
})

/** Whether Pawl has loaded the job's location by now. Throws what is wrong with it where it cannot be loaded. */
export async function isLoaded(client: GraphqlClient): Promise<boolean> {
  const { locations } = await client.request(LOCATION, {}, Locations)
  const location = locations.find(({ name }) => name === JOB.locationName)
  if (location?.status === 'FAILED') throw new Error(location.error?.message ?? `Location "${location.name}" does not load.`)
  return location?.status === 'LOADED'
}

const OPS = `query Ops($selector: JobSelector!) {
  jobOrError(selector: $selector) {
    ... on Job { ops { key mapOver { key output } } }
    ... on Error { message }
  }
}`
const Ops = z.object({
  ops: z.array(z.object({ key: z.string(), mapOver: z.object({ key: z.string(), output: z.string() }).nullable() })),
})

/** The ops of the report, in the order of the plan. */
export async function listOps(client: GraphqlClient): Promise<readonly PlannedOp[]> {
  const { jobOrError } = await client.request(OPS, { selector: JOB }, z.object({ jobOrError: z.union([Ops, Refusal]) }))
  return accepted(jobOrError).ops
}

const LAUNCH = `mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    ... on LaunchRunSuccess { run { runId } }
    ... on RunConfigInvalid { errors { path message } }
    ... on Error { message }
  }
}`
const Launched = z.object({ run: z.object({ runId: z.string() }) })
const InvalidConfig = z
  .object({ errors: z.array(z.object({ path: z.array(z.string()), message: z.string() })) })
  .transform(({ errors }) => ({ message: errors.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n') }))

export interface ReportRequest {
  readonly regionsUrl: string
  readonly limit: number | undefined
  /** Whether the first run kills its own worker. */
  readonly crashOnce: boolean
}

/** Launches the report; returns the run's id. */
export async function launchReport(client: GraphqlClient, { regionsUrl, limit, crashOnce }: ReportRequest): Promise<string> {
  const runConfigData = {
    ops: {
      get_regions: { config: { url: regionsUrl } },
      ...(crashOnce ? { aggregate: { config: { crashOnce } } } : {}),
      ...(limit === undefined ? {} : { read_flights: { config: { limit } } }),
    },
  }
  const params = { selector: JOB, runConfigData, executionMetadata: { tags: [{ key: 'launched_from', value: 'demo' }] } }
  const Answer = z.object({ launchRun: z.union([Launched, InvalidConfig, Refusal]) })
  const { launchRun } = await client.request(LAUNCH, { params }, Answer)
  return accepted(launchRun).run.runId
}

const EVENTS = `query Events($runId: ID!, $cursor: String, $types: [String!]) {
  logsForRun(runId: $runId, afterCursor: $cursor, limit: 500, filter: { types: $types }) {
    ... on EventConnection { events { eventType at stepKey attempt payload } cursor }
    ... on Error { message }
  }
}`
/** An event as the log has it, which is what a progress is made of. */
const LoggedEvent = z
  .object({
    eventType: z.string(),
    at: z.coerce.number(),
    stepKey: z.string().nullable(),
    attempt: z.number().nullable(),
    payload: z.unknown(),
  })
  .transform(({ eventType, at, stepKey, attempt, payload }) => ({
    type: eventType,
    at,
    payload,
    ...(stepKey === null ? {} : { stepKey }),
    ...(attempt === null ? {} : { attempt }),
  }))
export type LoggedEvent = z.infer<typeof LoggedEvent>

const Events = z.object({ events: z.array(LoggedEvent), cursor: z.string() })

/** The events of a run after a cursor, and the cursor to go on from. */
export async function listEvents(
  client: GraphqlClient,
  runId: string,
  cursor: string | undefined,
): Promise<{ readonly events: readonly LoggedEvent[]; readonly cursor: string }> {
  const variables = { runId, types: PROGRESS_EVENT_TYPES, ...(cursor === undefined ? {} : { cursor }) }
  const { logsForRun } = await client.request(EVENTS, variables, z.object({ logsForRun: z.union([Events, Refusal]) }))
  return accepted(logsForRun)
}

const RESULT = `query Result($runId: ID!) {
  runOrError(runId: $runId) {
    ... on Run { outputs(stepKey: "report") { results { output location sizeBytes } } failure { reason message } tags { key value } }
    ... on Error { message }
  }
}`
const RETRY_RUN_TAG = 'pawl/auto_retry_run_id'
const Result = z.object({
  outputs: z.object({
    results: z.array(z.object({ output: z.string(), location: z.string(), sizeBytes: z.coerce.number().nullable() })),
  }),
  failure: z.object({ reason: z.string(), message: z.string() }).nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
})

export interface ReportResult extends Omit<z.infer<typeof Result>, 'tags'> {
  /** The run that automatically retries this one. */
  readonly retryRunId: string | undefined
}

/** Where the parts of the report lie; what went wrong if the run has failed, and which run retries it. */
export async function getResult(client: GraphqlClient, runId: string): Promise<ReportResult> {
  const { runOrError } = await client.request(RESULT, { runId }, z.object({ runOrError: z.union([Result, Refusal]) }))
  const { tags, outputs, failure } = accepted(runOrError)
  return { outputs, failure, retryRunId: tags.find(({ key }) => key === RETRY_RUN_TAG)?.value }
}
