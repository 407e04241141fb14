import type { Tags } from '../definition/tags.ts'
import { eventVersion } from '../event/upcast.ts'
import { sha256Hex } from '../foundation/hash.ts'
import { isRunId, type RunId, uuidV7 } from '../foundation/ids.ts'
import { canonicalJson } from '../foundation/json.ts'
import { validateLaunchTags } from '../plan/launch-tags.ts'
import type { RunSpec } from '../run/run.ts'
import type { LaunchResult, RunStorage } from '../storage/run-storage.ts'
import type { LaunchEnvironment } from './launch-environment.ts'
import type { LaunchOutcome, LaunchRequest } from './launch-request.ts'
import { refusedQuestion } from './refused-question.ts'
import { resolveJob } from './resolve-job.ts'
import { type RunRetrySettings, resolveRunRetryPolicy, storedRunRetryPolicy } from './run-retry-settings.ts'
import { unknownRunMessage } from './terminate-run.ts'

type Launched = Extract<LaunchOutcome, { readonly run: unknown }>
type Refusal = Exclude<LaunchOutcome, Launched>

/** A request whose job is known to exist. */
interface ResolvedRequest extends LaunchRequest {
  readonly locationName: string
}

async function wrongRunIds(request: LaunchRequest, runs: RunStorage): Promise<Refusal | undefined> {
  const { runId, inputsFromRunId } = request
  if (runId !== undefined && !isRunId(runId)) {
    const message = `"${runId}" is no run id. Give a UUID of version 7 in lower case, or none to have one made.`
    return { kind: 'invalid-run-id', message }
  }
  if (inputsFromRunId === undefined) return undefined
  const source = isRunId(inputsFromRunId) ? await runs.getRun(inputsFromRunId) : undefined
  if (source !== undefined) return undefined
  const message = `Inputs cannot be taken from it: ${unknownRunMessage(inputsFromRunId)}`
  return { kind: 'unknown-source-run', message, runId: inputsFromRunId }
}

async function wrongConfig(request: ResolvedRequest, environment: LaunchEnvironment): Promise<Refusal | undefined> {
  const { locationName, jobName, config = {}, opSelection = null } = request
  const hasSourceRun = request.inputsFromRunId !== undefined
  try {
    const validation = await environment.locations.validateRunConfig({ locationName, jobName, opSelection, config, hasSourceRun })
    return validation.ok ? undefined : { kind: 'invalid-config', errors: validation.errors }
  } catch (error) {
    return refusedQuestion(error, request)
  }
}

/** Everything a caller settles by asking, and nothing the server adds: equal hashes mean the same request. */
const hashRequest = ({
  origin: _origin,
  launchedBy: _launchedBy,
  idempotencyKey: _key,
  ...asked
}: ResolvedRequest): Promise<string> =>
  sha256Hex(
    canonicalJson({ ...asked, config: asked.config ?? {}, opSelection: asked.opSelection ?? null, tags: asked.tags ?? {} }),
  )

async function runSpec(
  request: ResolvedRequest,
  { tags, policy }: { readonly tags: Tags; readonly policy: RunRetrySettings },
  { clock, random }: LaunchEnvironment,
): Promise<RunSpec> {
  const now = clock.now()
  const runId: RunId = request.runId ?? uuidV7(now, random)
  return {
    runId,
    locationName: request.locationName,
    jobName: request.jobName,
    config: request.config ?? {},
    opSelection: request.opSelection ?? null,
    tags,
    rootRunId: runId,
    parentRunId: null,
    retryOfRunId: null,
    retryNumber: 0,
    strategy: null,
    reexecution: null,
    retryPolicy: storedRunRetryPolicy(policy),
    notBefore: null,
    priority: Number(tags['pawl/priority'] ?? 0),
    origin: request.origin,
    launchedBy: request.launchedBy ?? null,
    partitionKey: null,
    inputsFromRunId: request.inputsFromRunId ?? null,
    idempotencyKey: request.idempotencyKey ?? null,
    requestHash: request.idempotencyKey === undefined ? null : await hashRequest(request),
    createdAt: now,
  }
}

/** What became of a run that was stored, or of the run that was there before. */
export function outcomeOf(
  result: LaunchResult,
  request: Pick<LaunchRequest, 'idempotencyKey'>,
  warnings: readonly string[],
): LaunchOutcome {
  const { kind, run } = result
  if (kind !== 'conflict') return { kind, run, warnings }
  const key = request.idempotencyKey
  if (key === undefined || run.idempotencyKey !== key) {
    return { kind: 'invalid-run-id', message: `Run id ${run.runId} is taken. Leave the id out to get one of its own.` }
  }
  const message = `The idempotency key "${key}" launched run ${run.runId} with another request. Use a new key for every launch.`
  return { kind: 'idempotency-conflict', message }
}

/** Stores a run as QUEUED with its first event, once for each idempotency key. */
export async function storeRun(spec: RunSpec, { runs, hints }: LaunchEnvironment): Promise<LaunchResult> {
  const enqueued = { type: 'RUN_ENQUEUED', v: eventVersion('RUN_ENQUEUED'), at: spec.createdAt, payload: {} } as const
  const [result] = await runs.launchRuns([{ spec, events: [enqueued] }])
  if (result === undefined) throw new TypeError('A run storage answers every launch; this one gave no answer.')
  if (result.kind === 'launched') hints.notify(spec.runId, 'queued')
  return result
}

/**
 * Checks a request whole, then stores its run as QUEUED. The same idempotency key with the same request gives the run it
 * launched before, however often it is asked.
 * @throws FrameworkError CODE_HOST_TIMEOUT when the location does not answer
 */
export async function launchRun(environment: LaunchEnvironment, request: LaunchRequest): Promise<LaunchOutcome> {
  const resolved = resolveJob(environment.locations.listLocations(), request)
  if (resolved.kind !== 'found') return resolved
  const checked = validateLaunchTags(request.tags ?? {})
  if (!checked.ok) return { kind: 'invalid-tags', problems: checked.problems }
  const known: ResolvedRequest = { ...request, locationName: resolved.location.name }
  const refusal = (await wrongRunIds(known, environment.runs)) ?? (await wrongConfig(known, environment))
  if (refusal !== undefined) return refusal
  const tags = { ...resolved.job.tags, ...checked.tags }
  const retries = resolveRunRetryPolicy(environment.runRetries, tags)
  if (!retries.ok) return { kind: 'invalid-tags', problems: retries.problems }
  const spec = await runSpec(known, { tags, policy: retries.policy }, environment)
  return outcomeOf(await storeRun(spec, environment), request, checked.warnings)
}
