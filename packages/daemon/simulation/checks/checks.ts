import { isFinished, type Plan, type Run } from '@pawl/core/plugin'
import type { Database } from '../world/database.ts'
import type { AttemptAtWork } from '../world/op-host.ts'
import { checkFold } from './fold-check.ts'
import { RunMirror } from './run-mirror.ts'
import { violated } from './violation.ts'

export interface ChecksOptions {
  readonly database: Pick<Database, 'runs' | 'eventLog' | 'supervisors'>
  readonly planOf: (jobName: string) => Plan
  /** Called after every durable write with all runs, for rules over several of them. */
  readonly alsoCheck: (runs: Iterable<RunMirror>) => void
  /** How often a log is folded whole before its run is over, from 0 to 1. */
  readonly isFoldedNow: () => boolean
}

const ALL = 100_000

/** Who writes: every id that a supervisor has had, or null for a user. */
export type Writer = ReadonlySet<string> | null

const shortOf = (runId: string): string => runId.slice(-6)

/** Holds the invariants after every durable write. What is wrong is thrown as a Violation. */
export class Checks {
  readonly #options: ChecksOptions
  readonly #runs: Map<string, RunMirror> = new Map()
  /** By the run that was retried. */
  readonly #retries: Map<string, Run> = new Map()
  /** What each step of each job has made, wherever it first did. */
  readonly #values: Map<string, string> = new Map()

  constructor(options: ChecksOptions) {
    this.#options = options
  }

  get runs(): readonly RunMirror[] {
    return [...this.#runs.values()]
  }

  /** Whether every run is over. */
  get isAllOver(): boolean {
    for (const mirror of this.#runs.values()) if (!mirror.isOver) return false
    return true
  }

  async wrote(runIds: readonly string[]): Promise<void> {
    const ended: RunMirror[] = []
    for (const runId of new Set(runIds)) {
      const wasOver = this.#runs.get(runId)?.isOver ?? false
      const mirror = await this.#follow(runId)
      if (mirror === undefined) continue
      if (mirror.isOver && !wasOver) ended.push(mirror)
      if (mirror.isOver || this.#options.isFoldedNow()) await checkFold(this.#options.database, mirror.run)
    }
    for (const mirror of ended) this.#checkEnd(mirror)
    this.#options.alsoCheck(this.#runs.values())
  }

  /** A supervisor may write of a run that is its own, or that nobody alive owns; call before what it has written is looked at. */
  async mayWrite(writer: Writer, runIds: readonly string[]): Promise<void> {
    const owned = writer === null ? [] : runIds.map((runId) => this.#runs.get(runId)).filter((mirror) => mirror !== undefined)
    const ofOthers = owned.filter(({ isInProgress, run }) => isInProgress && run.owner !== null && !writer?.has(run.owner))
    if (ofOthers.length === 0) return
    const supervisors = await this.#options.database.supervisors.list()
    const alive = new Set(supervisors.flatMap(({ supervisorId, status }) => (status === 'alive' ? [supervisorId] : [])))
    for (const { runId, run } of ofOthers) {
      if (run.owner !== null && alive.has(run.owner))
        violated(4, `${[...(writer ?? [])].at(-1)} wrote of run ${shortOf(runId)}, which ${run.owner} owns`)
    }
  }

  bodyBegins({ runId, stepKey, attempt }: AttemptAtWork): void {
    const mirror = this.#runs.get(runId)
    if (mirror === undefined) violated(3, `a body of an unknown run ${shortOf(runId)} begins`)
    mirror.bodyBegins(stepKey, attempt)
  }

  /** An output is being stored: by any run of its job it is the same. */
  valueMade(place: { readonly jobName: string; readonly stepKey: string; readonly name: string }, value: unknown): void {
    const key = `${place.jobName}/${place.stepKey}/${place.name}`
    const json = JSON.stringify(value)
    const known = this.#values.get(key)
    if (known === undefined) this.#values.set(key, json)
    else if (known !== json) violated(9, `${key} was ${known} and is now ${json}`)
  }

  /** At the end of the quiet phase. */
  async checkLast(): Promise<void> {
    for (const { runId, status, run } of this.#runs.values()) {
      if (isFinished(status)) continue
      violated(5, `run ${shortOf(runId)} is still ${status} (owner ${run.owner}, epoch ${run.epoch})`)
    }
    for (const runId of this.#runs.keys()) {
      const run = await this.#options.database.runs.getRun(runId)
      if (run?.status !== this.#runs.get(runId)?.status) violated(1, `run ${shortOf(runId)} is ${run?.status} in the end`)
    }
  }

  async #follow(runId: string): Promise<RunMirror | undefined> {
    const { database, planOf } = this.#options
    const run = await database.runs.getRun(runId)
    if (run === undefined) return undefined
    const mirror = this.#runs.get(runId) ?? new RunMirror(run, planOf(run.jobName))
    if (!this.#runs.has(runId)) this.#noteLaunch(mirror)
    mirror.take(await database.eventLog.listEvents(runId, { afterSeq: mirror.seq, limit: ALL }), run)
    return mirror
  }

  #noteLaunch(mirror: RunMirror): void {
    const { run } = mirror
    this.#runs.set(run.runId, mirror)
    if (run.retryOfRunId === null) return
    const other = this.#retries.get(run.retryOfRunId)
    if (other !== undefined)
      violated(2, `run ${shortOf(run.retryOfRunId)} has the retries ${shortOf(other.runId)} and ${shortOf(run.runId)}`)
    this.#retries.set(run.retryOfRunId, run)
    const source = this.#runs.get(run.retryOfRunId)
    if (source?.status !== 'FAILURE') violated(2, `run ${shortOf(run.retryOfRunId)} is ${source?.status} and has a retry`)
  }

  /** With the end, and in the same transaction, comes the retry, where there is to be one. */
  #checkEnd(mirror: RunMirror): void {
    const { runId, run, status, isCanceledByUser } = mirror
    const retry = this.#retries.get(runId)
    const isDue = status === 'FAILURE' && isRetryDue(mirror)
    if (isDue !== (retry !== undefined))
      violated(2, `run ${shortOf(runId)} ended as ${status} (${mirror.reason}) and ${isDue ? 'was not retried' : 'was retried'}`)
    const isTold = run.tags['pawl/will_retry'] === 'true'
    if (status === 'FAILURE' && isTold !== isDue)
      violated(2, `run ${shortOf(runId)} says of its retry: ${run.tags['pawl/will_retry']}`)
    if (retry !== undefined && retry.retryNumber !== run.retryNumber + 1)
      violated(2, `retry ${retry.retryNumber} follows retry ${run.retryNumber}`)
    if (isCanceledByUser && status === 'FAILURE') violated(1, `run ${shortOf(runId)} was canceled by a user and ended as FAILURE`)
  }
}

/** By the rules in words, from what the log says. */
function isRetryDue({ run, reason, isPermanent }: RunMirror): boolean {
  const policy = run.retryPolicy as {
    readonly enabled: boolean
    readonly maxRetries: number
    readonly retryOnAssetOrOpFailure: boolean
  } | null
  if (policy === null || !policy.enabled || isPermanent) return false
  if (reason === 'STEP_FAILURE' && !policy.retryOnAssetOrOpFailure) return false
  return run.retryNumber < policy.maxRetries
}
