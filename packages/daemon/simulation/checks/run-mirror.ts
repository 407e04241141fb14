import {
  type FailureReason,
  IN_PROGRESS_STATUSES,
  isFinished,
  type Plan,
  type Run,
  type RunStatus,
  runChangeOf,
  type StoredEvent,
  splitStepKey,
} from '@pawl/core/plugin'
import { violated } from './violation.ts'

/** What a step's log allows: where it stands, and how many attempts it may have. */
interface StepMirror {
  readonly pool: string | null
  attempts: number
  isOn: boolean
  hasSucceeded: boolean
  /** Of its policy in the plan, or of the last RetryRequested in its log. */
  maxRetries: number
  /** Attempts whose body has begun. */
  readonly bodies: Set<number>
}

/** What `RetryRequested` asks for in every simulated op. */
export const REQUESTED_RETRIES = 2

const shortOf = (runId: string): string => runId.slice(-6)

/** One run as its log tells it, kept up event by event, with the rules that hold within one run. */
export class RunMirror {
  readonly runId: string
  readonly #plan: Plan
  readonly #steps: Map<string, StepMirror> = new Map()
  seq = 0
  status: RunStatus = 'QUEUED'
  reason: FailureReason | undefined
  isPermanent = false
  isCanceledByUser = false
  epoch = 0
  run: Run

  constructor(run: Run, plan: Plan) {
    this.runId = run.runId
    this.run = run
    this.#plan = plan
  }

  get isOver(): boolean {
    return isFinished(this.status)
  }

  get isInProgress(): boolean {
    return IN_PROGRESS_STATUSES.has(this.status)
  }

  /** The pool of each step that an attempt is on of and that is in one. */
  *poolsAtWork(): Iterable<string> {
    for (const { isOn, pool } of this.#steps.values()) if (isOn && pool !== null) yield pool
  }

  take(events: readonly StoredEvent[], run: Run): void {
    for (const event of events) {
      if (this.isOver) violated(1, `run ${shortOf(this.runId)} is ${this.status}, and after that its log got ${event.type}`)
      if (event.seq !== this.seq + 1) violated(6, `the log of ${shortOf(this.runId)} goes from ${this.seq} to ${event.seq}`)
      this.seq = event.seq
      this.#take(event)
    }
    if (run.nextSeq !== this.seq + 1)
      violated(6, `${shortOf(this.runId)} would number its next event ${run.nextSeq} after ${this.seq}`)
    if (run.status !== this.status)
      violated(6, `run ${shortOf(this.runId)} is stored as ${run.status}, its log says ${this.status}`)
    if (run.epoch < this.epoch) violated(4, `the epoch of ${shortOf(this.runId)} went from ${this.epoch} to ${run.epoch}`)
    this.epoch = run.epoch
    this.run = run
  }

  /** The body of an attempt begins in some process. */
  bodyBegins(stepKey: string, attempt: number): void {
    const step = this.#steps.get(stepKey)
    const name = `attempt ${attempt} of ${stepKey} in ${shortOf(this.runId)}`
    if (step === undefined || step.attempts < attempt) violated(3, `the body of ${name} begins before its start is durable`)
    if (step.bodies.has(attempt)) violated(3, `the body of ${name} begins twice`)
    if (step.hasSucceeded) violated(3, `the body of ${name} begins after the step has succeeded`)
    step.bodies.add(attempt)
  }

  #take(event: StoredEvent): void {
    if ('unknown' in event) return
    const change = runChangeOf(event)
    if (change?.status !== undefined && !(this.status === 'CANCELING' && change.status === 'STARTED')) this.status = change.status
    if (event.type === 'RUN_FAILURE') this.reason = event.payload.reason
    if (event.type === 'RUN_CANCELING' && event.payload.cause === 'user') this.isCanceledByUser = true
    if (event.stepKey !== undefined) this.#takeOfStep(event, event.stepKey, event.attempt ?? 1)
  }

  #takeOfStep(event: StoredEvent, stepKey: string, attempt: number): void {
    if ('unknown' in event) return
    const step = this.#step(stepKey)
    const name = `${stepKey} of ${shortOf(this.runId)}`
    switch (event.type) {
      case 'STEP_START':
      case 'STEP_RESTARTED':
        if (step.hasSucceeded) violated(3, `${name} starts after it has succeeded`)
        if (step.isOn) violated(3, `${name} starts while its attempt ${step.attempts} is on`)
        if (attempt !== step.attempts + 1) violated(8, `attempt ${attempt} of ${name} follows attempt ${step.attempts}`)
        if (attempt > 1 + step.maxRetries)
          violated(8, `attempt ${attempt} of ${name} starts, which has ${step.maxRetries} retries`)
        step.attempts = attempt
        step.isOn = true
        return
      case 'STEP_SUCCESS':
      case 'STEP_FAILURE':
      case 'STEP_UP_FOR_RETRY':
        if (!step.isOn || step.attempts !== attempt)
          violated(3, `${event.type} of attempt ${attempt} of ${name}, which is not on`)
        step.isOn = false
        step.hasSucceeded = event.type === 'STEP_SUCCESS'
        if (event.type === 'STEP_FAILURE') this.isPermanent ||= event.payload.permanent
        if (event.type === 'STEP_UP_FOR_RETRY' && event.payload.error.name === 'RetryRequested')
          step.maxRetries = REQUESTED_RETRIES
        return
      case 'STEP_REUSED':
      case 'STEP_SKIPPED':
      case 'STEP_MARKED_DONE':
        if (step.attempts > 0) violated(3, `${event.type} of ${name}, which has started`)
    }
  }

  #step(stepKey: string): StepMirror {
    const known = this.#steps.get(stepKey)
    if (known !== undefined) return known
    const { key } = splitStepKey(stepKey)
    const planned = this.#plan.steps.find((step) => step.key === key)
    const maxRetries = planned?.retry?.maxRetries ?? 0
    const step = {
      attempts: 0,
      isOn: false,
      hasSucceeded: false,
      maxRetries,
      bodies: new Set<number>(),
      pool: planned?.pool ?? null,
    }
    this.#steps.set(stepKey, step)
    return step
  }
}
