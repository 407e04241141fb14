import { type Run, type RunEvent, recordChanges, type StepRecord } from '@pawl/core/plugin'
import type { RunProgress, TimedAttempt } from './run-deadlines.ts'
import type { Worker } from './worker.ts'

type StartEvent = Extract<RunEvent, { type: 'STEP_START' | 'STEP_RESTARTED' }>

const isStart = (event: RunEvent): event is StartEvent => event.type === 'STEP_START' || event.type === 'STEP_RESTARTED'
const isAttemptEnd = (event: RunEvent): boolean =>
  event.type === 'STEP_SUCCESS' || event.type === 'STEP_FAILURE' || event.type === 'STEP_UP_FOR_RETRY'

const isPermanentFailure = (event: RunEvent): boolean => event.type === 'STEP_FAILURE' && event.payload.permanent

/** By the tag, which was checked at launch; on a run that was stored otherwise one that is no time is none. */
function maxRuntimeMs({ tags }: Run): number | undefined {
  const seconds = Number(tags['pawl/max_runtime'])
  return seconds > 0 ? seconds * 1_000 : undefined
}

/** What a supervisor writes of a run by itself. */
type Deed = 'stop' | 'end'

/** What a supervisor remembers of a run it owns. The run's truth is in the storage; this is what deadlines and rows need. */
export class SupervisedRun implements RunProgress {
  readonly run: Run
  worker: Worker | undefined
  waitingSince: number | undefined
  givenAt: number | undefined
  /** Its first batch has come in, durable or not: from then on no other worker may have it. */
  hasBegun = false
  /** By the supervisor's observed time, as all times here. */
  startedAt: number | undefined
  readonly maxRuntimeMs: number | undefined
  cancelSentAt: number | undefined
  /** Workers that were gone before they had begun it. */
  workersLost = 0
  /** The attempt that its worker was killed for. */
  overdue: TimedAttempt | undefined
  /** The newest batch, until it is durable or refused. */
  writing: Promise<unknown> = Promise.resolve()
  /** Records of steps whose attempt is on. */
  readonly #open: Map<string, StepRecord> = new Map()
  readonly #timed: Map<string, TimedAttempt> = new Map()
  #hasFailedForGood = false
  readonly #underway: Set<Deed> = new Set()

  constructor(run: Run) {
    this.run = run
    this.maxRuntimeMs = maxRuntimeMs(run)
  }

  get timedAttempts(): Iterable<TimedAttempt> {
    return this.#timed.values()
  }

  /** The rows that a batch changes. */
  changes(events: readonly RunEvent[]): ReturnType<typeof recordChanges> {
    const changes = recordChanges(this.run.runId, events, (stepKey) => this.#open.get(stepKey))
    for (const record of changes.steps) {
      if (record.status === 'STARTED') this.#open.set(record.stepKey, record)
      else this.#open.delete(record.stepKey)
    }
    return changes
  }

  /** A step of it has failed for good, by what is durable or by the run's last events. */
  hasFailedForGood(lastEvents: readonly RunEvent[]): boolean {
    return this.#hasFailedForGood || lastEvents.some(isPermanentFailure)
  }

  /** Notes permanent failures, and starts and ends the clocks of attempts with a timeout; call when the events are durable, with the observed time. */
  watch(events: readonly RunEvent[], now: number): void {
    this.#hasFailedForGood ||= events.some(isPermanentFailure)
    for (const event of events) {
      const { stepKey = '', attempt = 1 } = event
      if (event.type === 'RUN_START') this.startedAt ??= now
      if (isStart(event)) {
        const { timeoutSeconds } = event.payload
        if (timeoutSeconds === undefined) continue
        this.#timed.set(stepKey, { stepKey, attempt, startedAt: now, startedAtUtc: event.at, timeoutSeconds })
      } else if (isAttemptEnd(event)) this.#timed.delete(stepKey)
    }
  }

  /** It is over here; a worker that it was not yet told to is not told any more. `now` is the observed time. */
  leaveWorker(now: number): void {
    this.worker?.disown(this.run.runId, now)
    this.worker = undefined
  }

  /** Does something that takes the storage, however long that is away; asked for again meanwhile, it is not done twice. */
  async once(deed: Deed, work: () => Promise<void>): Promise<void> {
    if (this.#underway.has(deed)) return
    this.#underway.add(deed)
    await work().finally(() => this.#underway.delete(deed))
  }

  isUnderway(deed: Deed): boolean {
    return this.#underway.has(deed)
  }

  get isCanceled(): boolean {
    return this.cancelSentAt !== undefined
  }

  /** The overdue attempt that its worker was killed for, unless it ended after all while that was decided. */
  get killedAttempt(): TimedAttempt | undefined {
    const { overdue } = this
    return overdue !== undefined && this.#timed.get(overdue.stepKey)?.attempt === overdue.attempt ? overdue : undefined
  }
}
