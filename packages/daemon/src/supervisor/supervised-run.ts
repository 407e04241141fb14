import { type Run, type RunEvent, recordChanges, type StepRecord } from '@pawl/core/plugin'
import type { Worker } from './worker.ts'

/** The attempt that a worker was killed for. */
export interface OverdueAttempt {
  readonly stepKey: string
  readonly attempt: number
  readonly startedAt: number
  readonly timeoutSeconds: number
}

type StartEvent = Extract<RunEvent, { type: 'STEP_START' | 'STEP_RESTARTED' }>

const isStart = (event: RunEvent): event is StartEvent => event.type === 'STEP_START' || event.type === 'STEP_RESTARTED'
const isAttemptEnd = (event: RunEvent): boolean =>
  event.type === 'STEP_SUCCESS' || event.type === 'STEP_FAILURE' || event.type === 'STEP_UP_FOR_RETRY'

/** What a supervisor remembers of a run it owns. The run's truth is in the storage; this is what deadlines and rows need. */
export class SupervisedRun {
  readonly run: Run
  /** UTC milliseconds when it was claimed. */
  readonly claimedAt: number
  worker: Worker | undefined
  /** Its RUN_START is durable: from now on no other worker may have it. */
  hasStarted = false
  /** When its worker was told to stop; UTC milliseconds. */
  cancelSentAt: number | undefined
  /** Set when its worker was killed because of it. */
  overdue: OverdueAttempt | undefined
  /** Records of steps whose attempt is on. */
  readonly #open: Map<string, StepRecord> = new Map()
  readonly #timed: Map<string, OverdueAttempt> = new Map()

  constructor(run: Run, claimedAt: number) {
    this.run = run
    this.claimedAt = claimedAt
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

  /** Starts and ends the clocks of attempts with a timeout; call when the events are durable. */
  watch(events: readonly RunEvent[], now: number): void {
    for (const event of events) {
      const { stepKey = '', attempt = 1 } = event
      if (isStart(event)) {
        const { timeoutSeconds } = event.payload
        if (timeoutSeconds !== undefined) this.#timed.set(stepKey, { stepKey, attempt, startedAt: now, timeoutSeconds })
      } else if (isAttemptEnd(event)) this.#timed.delete(stepKey)
    }
  }

  /** An attempt that is still on `graceMs` after its time was up: its worker cannot have heard its own timer. */
  overdueAttempt(now: number, graceMs: number): OverdueAttempt | undefined {
    for (const timed of this.#timed.values()) if (now > timed.startedAt + timed.timeoutSeconds * 1_000 + graceMs) return timed
    return undefined
  }
}
