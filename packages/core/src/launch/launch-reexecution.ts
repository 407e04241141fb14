import type { Tags } from '../definition/tags.ts'
import { strategyProblem } from '../execution/reexecution/strategy-problem.ts'
import { isFrameworkError } from '../foundation/errors.ts'
import { sha256Hex } from '../foundation/hash.ts'
import { isRunId, uuidV7 } from '../foundation/ids.ts'
import { canonicalJson } from '../foundation/json.ts'
import { validateLaunchTags } from '../plan/launch-tags.ts'
import type { ReexecutionTerms, Run, RunSpec } from '../run/run.ts'
import { outcomeOf, storeRun } from './launch-run.ts'
import { readReexecutionInputs } from './reexecution-inputs.ts'
import type {
  ReexecutionEnvironment,
  ReexecutionInquiry,
  ReexecutionOutcome,
  ReexecutionPreview,
  ReexecutionRefusal,
  ReexecutionReply,
  ReexecutionRequest,
} from './reexecution-request.ts'
import { refusedQuestion } from './refused-question.ts'
import { resolveJob } from './resolve-job.ts'
import { lineageTags, withoutSystemTags } from './retry-run.ts'
import { resolveRunRetryPolicy, storedRunRetryPolicy } from './run-retry-settings.ts'
import { unknownRunMessage } from './terminate-run.ts'

type Spec = Omit<RunSpec, 'runId' | 'createdAt' | 'requestHash'>

/** A request that stands as far as it can be judged without the job's code. */
interface KnownRequest {
  readonly kind: 'known'
  readonly parent: Run
  readonly spec: Spec
  readonly warnings: readonly string[]
}

/** The selection of the new run, and whether it takes in what follows: a selection that is kept means what it meant before. */
function selectionOf(
  { strategy, opSelection: asked }: ReexecutionRequest,
  parent: Run,
): Pick<ReexecutionTerms, 'withDownstream'> & {
  readonly opSelection: string | null
} {
  if (strategy === 'SELECTED' || strategy === 'FROM_SELECTED')
    return { opSelection: asked ?? null, withDownstream: strategy === 'FROM_SELECTED' && asked != null }
  const opSelection = asked === undefined ? parent.opSelection : asked
  const isKept = opSelection !== null && opSelection === parent.opSelection
  return { opSelection, withDownstream: isKept && parent.reexecution?.withDownstream === true }
}

interface Settled {
  readonly locationName: string
  readonly tags: Tags
  readonly retryPolicy: RunSpec['retryPolicy']
}

function specOf(request: ReexecutionRequest, parent: Run, { locationName, tags, retryPolicy }: Settled): Spec {
  const { strategy, markedDone = [], origin } = request
  const { opSelection, withDownstream } = selectionOf(request, parent)
  const hasTerms = withDownstream || markedDone.length > 0
  return {
    ...{ locationName, retryPolicy, opSelection, strategy, origin },
    ...{ jobName: parent.jobName, rootRunId: parent.rootRunId, parentRunId: parent.runId, partitionKey: parent.partitionKey },
    ...{ retryOfRunId: null, retryNumber: 0, notBefore: null },
    config: request.config ?? parent.config,
    tags: { ...tags, ...lineageTags(parent, 0) },
    reexecution: hasTerms ? { markedDone, withDownstream } : null,
    priority: Number(tags['pawl/priority'] ?? 0),
    launchedBy: request.launchedBy ?? null,
    inputsFromRunId: opSelection === null ? null : parent.inputsFromRunId,
    idempotencyKey: request.idempotencyKey ?? null,
  }
}

/** Judges a request by its parent, its job and its tags. */
async function knownRequest(
  environment: ReexecutionEnvironment,
  request: ReexecutionRequest,
): Promise<KnownRequest | ReexecutionRefusal> {
  const { parentRunId, strategy, useParentTags = true } = request
  const parent = isRunId(parentRunId) ? await environment.runs.getRun(parentRunId) : undefined
  if (parent === undefined) return { kind: 'unknown-run', runId: parentRunId, message: unknownRunMessage(parentRunId) }
  const problem = strategyProblem(parent, strategy)
  if (problem !== undefined) return { kind: 'not-allowed', run: parent, strategy, message: problem }
  const resolved = resolveJob(environment.locations.listLocations(), parent)
  if (resolved.kind !== 'found') return resolved
  const checked = validateLaunchTags(request.tags ?? {})
  if (!checked.ok) return { kind: 'invalid-tags', problems: checked.problems }
  const kept = useParentTags ? withoutSystemTags(parent.tags) : {}
  const tags = { ...resolved.job.tags, ...kept, ...checked.tags }
  const retries = resolveRunRetryPolicy(environment.runRetries, tags)
  if (!retries.ok) return { kind: 'invalid-tags', problems: retries.problems }
  const settled = { locationName: resolved.location.name, tags, retryPolicy: storedRunRetryPolicy(retries.policy) }
  return { kind: 'known', parent, spec: specOf(request, parent, settled), warnings: checked.warnings }
}

/** Asks the job's code about a request. */
async function ask(
  environment: ReexecutionEnvironment,
  { parent, spec }: KnownRequest,
  decides: boolean,
): Promise<ReexecutionReply | ReexecutionRefusal> {
  const { locationName, jobName, config, opSelection, strategy } = spec
  try {
    const inputs = (await readReexecutionInputs(environment, spec)) ?? null
    const inquiry: ReexecutionInquiry = {
      ...{ locationName, jobName, config, opSelection, inputs, decides },
      parentRunId: parent.runId,
    }
    if (opSelection === null && (strategy === 'SELECTED' || strategy === 'FROM_SELECTED')) {
      const message = `A re-execution with the strategy ${strategy} says which ops it selects, such as "clean*, report".`
      return { kind: 'invalid-selection', message, position: 0, length: 0, didYouMean: null }
    }
    return await environment.locations.askReexecution(inquiry)
  } catch (error) {
    if (strategy !== null && isFrameworkError(error) && error.code === 'PARENT_RUN_GONE')
      return { kind: 'not-allowed', run: parent, strategy, message: error.message }
    return refusedQuestion(error, spec)
  }
}

/** What the new run would do about each step, decided on the current code as the run itself will decide it. Stores nothing. */
export async function previewReexecution(
  environment: ReexecutionEnvironment,
  request: ReexecutionRequest,
): Promise<ReexecutionPreview | ReexecutionRefusal> {
  const known = await knownRequest(environment, request)
  if (known.kind !== 'known') return known
  const reply = await ask(environment, known, true)
  if (reply.kind === 'possible') throw new TypeError('A preview was asked for; the location has only said that it is possible.')
  return reply.kind === 'decided' ? { ...reply, parent: known.parent } : reply
}

/** Everything a caller settles by asking: equal hashes mean the same request. */
const hashRequest = ({ origin: _origin, launchedBy: _by, idempotencyKey: _key, ...asked }: ReexecutionRequest): Promise<string> =>
  sha256Hex(canonicalJson(asked))

/**
 * Checks a re-execution whole, then stores its run as QUEUED: a new run in the group of its parent, which is never touched. The same
 * idempotency key with the same request gives the run it launched before.
 * @throws FrameworkError CODE_HOST_TIMEOUT when the location does not answer
 */
export async function launchReexecution(
  environment: ReexecutionEnvironment,
  request: ReexecutionRequest,
): Promise<ReexecutionOutcome> {
  const known = await knownRequest(environment, request)
  if (known.kind !== 'known') return known
  const reply = await ask(environment, known, false)
  if (reply.kind !== 'possible' && reply.kind !== 'decided') return reply
  const { clock, random, runs } = environment
  const { parentRunId } = request
  // The code may have taken seconds to answer.
  if ((await runs.getRun(parentRunId)) === undefined)
    return { kind: 'unknown-run', runId: parentRunId, message: unknownRunMessage(parentRunId) }
  const createdAt = clock.now()
  const requestHash = request.idempotencyKey === undefined ? null : await hashRequest(request)
  const spec: RunSpec = { ...known.spec, runId: uuidV7(createdAt, random), createdAt, requestHash }
  const outcome = outcomeOf(await storeRun(spec, environment), request, known.warnings)
  if ('run' in outcome || outcome.kind === 'idempotency-conflict') return outcome
  throw new TypeError(`A re-execution cannot come out as "${outcome.kind}".`)
}
