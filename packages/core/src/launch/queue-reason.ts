import type { Clock } from '../foundation/clock.ts'
import type { RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'
import type { RunQueue } from '../storage/run-queue.ts'
import type { SupervisorRegistry } from '../storage/supervisor-registry.ts'
import { Admission, type BlockingRule, holdersOf } from './admission.ts'
import { limitsRuns, type QueueLimits } from './queue-limits.ts'

/** What keeps a run in the queue; NONE: nothing but the runs before it and the room of the supervisors. */
export type QueueRule =
  | 'NOT_BEFORE'
  | 'MAX_CONCURRENT_RUNS'
  | 'TAG_CONCURRENCY_LIMIT'
  | 'NO_SUPERVISOR'
  | 'LOCATION_NOT_LOADED'
  | 'NONE'

/** Why a queued run has not started yet. */
export interface QueueReason {
  readonly rule: QueueRule
  /** A sentence or two for a person. */
  readonly text: string
  /** Among the runs that may be claimed, from 1; null while its time has not come. */
  readonly position: number | null
  /** Runs that hold what it waits for. */
  readonly holders: readonly RunId[]
  /** UTC milliseconds. */
  readonly notBefore: number | null
}

/** What explains the queue; every instance is one. */
export interface QueueView {
  readonly clock: Clock
  readonly queue: RunQueue
  readonly queueLimits: QueueLimits
  readonly supervisors: SupervisorRegistry
  /** Left out by those who have loaded no locations: then nothing is said of them. */
  readonly locations?: { listLocations(): readonly { readonly name: string; readonly status: string }[] }
}

interface Obstacle {
  readonly rule: QueueRule
  readonly text: string
  readonly holders?: readonly RunId[]
}

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`)
const are = (count: number): string => (count === 1 ? 'is' : 'are')

/** The limit in the words of the config: `team=ops`, or `team` for any value. */
function describeTag({ tagLimit, value }: Extract<BlockingRule, { readonly kind: 'tag-concurrency-limit' }>): string {
  const isOfOneValue = tagLimit.value !== null || tagLimit.applyLimitPerUniqueValue
  return isOfOneValue ? `${tagLimit.key}=${value}` : tagLimit.key
}

function describeRule(rule: BlockingRule, used: number): Pick<Obstacle, 'rule' | 'text'> {
  if (rule.kind === 'max-concurrent-runs') {
    const text =
      rule.limit === 0
        ? 'No run may start: queue.maxConcurrentRuns is 0.'
        : `${runs(used)} ${are(used)} in progress, and queue.maxConcurrentRuns allows ${rule.limit}.`
    return { rule: 'MAX_CONCURRENT_RUNS', text }
  }
  const { limit } = rule.tagLimit
  const tag = describeTag(rule)
  const text =
    limit === 0
      ? `No run with the tag ${tag} may start: its limit in queue.tagConcurrencyLimits is 0.`
      : `${runs(used)} with the tag ${tag} ${are(used)} in progress, and its limit in queue.tagConcurrencyLimits is ${limit}.`
  return { rule: 'TAG_CONCURRENCY_LIMIT', text }
}

/** The limit that keeps the run waiting now, judged as the coordinator judges it. */
async function reachedLimit({ queue, queueLimits }: QueueView, run: Run): Promise<Obstacle | undefined> {
  if (!limitsRuns(queueLimits)) return undefined
  const inProgress = await queue.listInProgress()
  const judgement = new Admission(queueLimits, inProgress).judge(run.tags)
  if (judgement.kind === 'admitted') return undefined
  const holders = holdersOf(judgement.rule, inProgress).map(({ runId }) => runId)
  return { ...describeRule(judgement.rule, holders.length), holders }
}

async function missingSupervisor({ supervisors }: QueueView): Promise<Obstacle | undefined> {
  if ((await supervisors.list()).some(({ status }) => status === 'alive')) return undefined
  return { rule: 'NO_SUPERVISOR', text: 'No supervisor is running: start one with "pawl dev" or "pawl daemon".' }
}

function missingLocation({ locations }: QueueView, { locationName }: Run): Obstacle | undefined {
  if (locations === undefined) return undefined
  const location = locations.listLocations().find(({ name }) => name === locationName)
  if (location?.status === 'loaded') return undefined
  const state =
    location === undefined ? 'is not in the config' : location.status === 'failed' ? 'could not be loaded' : 'is loading'
  return { rule: 'LOCATION_NOT_LOADED', text: `Its location "${locationName}" ${state}.` }
}

function unblocked(ahead: number): Obstacle {
  const text =
    ahead === 0
      ? 'Nothing blocks it: it is the next to start, as soon as a supervisor has room.'
      : `Nothing blocks it: ${runs(ahead)} ${are(ahead)} before it, and it starts as soon as a supervisor has room.`
  return { rule: 'NONE', text }
}

/** Why a run waits, from what is stored now; null for one that is not queued. */
export async function queueReason(view: QueueView, run: Run): Promise<QueueReason | null> {
  if (run.status !== 'QUEUED') return null
  const now = view.clock.now()
  const { notBefore } = run
  if (notBefore !== null && notBefore > now) {
    const text = `It waits until ${new Date(notBefore).toISOString()}; until then it holds nothing.`
    return { rule: 'NOT_BEFORE', text, position: null, holders: [], notBefore }
  }
  const ahead = await view.queue.countBefore(run, now)
  const obstacle =
    (await reachedLimit(view, run)) ?? (await missingSupervisor(view)) ?? missingLocation(view, run) ?? unblocked(ahead)
  return { holders: [], ...obstacle, position: ahead + 1, notBefore }
}
