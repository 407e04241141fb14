import { newEvent } from '../event/new-event.ts'
import type { RunEvent, StepStart } from '../event/run-event.ts'
import { serializeError } from '../event/serialized-error.ts'
import { listed } from '../foundation/text.ts'
import { ActiveExecution } from './active-execution.ts'
import { describeOutputs } from './describe-outputs.ts'
import type { AttemptEnd } from './execute-attempt.ts'
import type { ExecutePlanOptions, ExecutionBatch } from './execute-plan-options.ts'
import type { ExecutionEnd } from './execution-end.ts'
import { PoolWaits } from './pool-waits.ts'
import { StepAttempt } from './step-attempt.ts'
import type { Unit } from './step-state.ts'

/** How long events that nothing waits for may gather: LOG lines appear live without a commit each. */
const UNHURRIED_MS = 25
/** As many unhurried events as make a batch by themselves. */
const LARGE_BATCH = 256
/**
 * Steps that begin before the event loop has its turn. Small ones never leave this thread: without a turn between them, the batch with
 * the first of their successes would wait for the last, and whoever makes it durable would wait too.
 */
const STEPS_IN_A_TURN = 8
/** Names in the message of a failed run. */
const NAMED_FAILURES = 5

/** Drives an {@link ActiveExecution}: starts what is ready, runs attempts, gathers their events. */
export class PlanRun {
  readonly #options: ExecutePlanOptions
  readonly #active: ActiveExecution
  readonly #waits: PoolWaits | undefined
  /** Started in the batch that is being made durable; they begin when it is. */
  readonly #starting: StepAttempt[] = []
  /** Their starts are durable; they begin a few at a time. */
  readonly #beginning: StepAttempt[] = []
  #isBeginning = false
  /** With the promise of their ends, which never rejects. */
  readonly #running: Map<StepAttempt, Promise<void>> = new Map()
  readonly #failed: { readonly key: string; readonly resource: boolean; readonly permanent: boolean }[] = []
  /** One for each timer: thousands of listeners on one signal would make every wake-up search among them. */
  readonly #naps: Set<AbortController> = new Set()
  #isGathering = false
  #isOver = false
  /** What went wrong in here rather than in an attempt: a mistake of Pawl itself. */
  #fault: { readonly error: unknown } | undefined
  #events: RunEvent[] = []
  /** Batches so far. */
  #batches = 0
  #isUrgent = false
  #wake: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(options: ExecutePlanOptions) {
    this.#options = options
    this.#active = new ActiveExecution({
      plan: options.planned.plan,
      ...(options.selected === undefined ? {} : { selected: options.selected }),
      ...(options.reused === undefined ? {} : { reused: options.reused }),
    })
    this.#waits = this.#waitsFor(options)
    options.signal.addEventListener('abort', this.#cancel, { once: true })
  }

  /** Resolves when there is something to make durable, or when the execution has ended. */
  async nextBatch(): Promise<ExecutionBatch> {
    for (;;) {
      // Made anew before looking, so that nothing that happens after the look is missed.
      this.#wake = Promise.withResolvers()
      if (this.#fault !== undefined) throw this.#fault.error
      this.#startReady()
      if (this.#hasEnded) return this.#lastBatch()
      if (this.#isUrgent || this.#events.length >= LARGE_BATCH) {
        void this.#prepareInTurns([...this.#starting])
        return { events: this.#takeEvents() }
      }
      if (this.#events.length > 0) this.#gather()
      await this.#wake.promise
    }
  }

  /** The batch with their starts is durable: the steps may begin. */
  beginStarted(): void {
    this.#beginning.push(...this.#starting.splice(0))
    if (!this.#isBeginning) void this.#beginInTurns()
  }

  /** Aborts what runs, waits for it to end, and ends the resources; safe to call twice, and after the last batch. */
  async stop(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#cancel)
    this.#isOver = true
    for (const nap of this.#naps) nap.abort('over')
    const attempts = this.#attempts
    for (const attempt of attempts) attempt.abort('canceled')
    await Promise.all([...attempts.map(({ over }) => over), ...this.#running.values()])
    // Whoever left before the last batch has no ear for what goes wrong here.
    if (!this.#options.services.resources.isEmpty) await this.#options.services.resources.dispose()
  }

  /**
   * Lets more events come to those that are here, for a while. The timer is left on when other things come first: one for all that
   * happens meanwhile costs less than one for each step.
   */
  #gather(): void {
    if (this.#isGathering) return
    const batches = this.#batches
    this.#isGathering = true
    void this.#nap(UNHURRIED_MS).then(() => {
      this.#isGathering = false
      // Otherwise those it was for have gone with a batch; whoever waits with newer ones sets it anew.
      if (this.#batches === batches) this.#isUrgent = true
      this.#wake.resolve()
    })
  }

  async #nap(ms: number): Promise<void> {
    const controller = new AbortController()
    this.#naps.add(controller)
    await this.#options.services.clock.sleep(ms, controller.signal)
    this.#naps.delete(controller)
  }

  readonly #push = (event: RunEvent): void => {
    this.#events.push(event)
    const isFirst = this.#events.length === 1 && !this.#isGathering
    if (isFirst || this.#events.length === LARGE_BATCH) this.#wake.resolve()
  }

  readonly #fail = (error: unknown): void => {
    this.#fault ??= { error }
    this.#wake.resolve()
  }

  readonly #cancel = (): void => {
    for (const attempt of this.#attempts) attempt.abort('canceled')
    this.#wake.resolve()
  }

  get #attempts(): readonly StepAttempt[] {
    return [...this.#starting, ...this.#beginning, ...this.#running.keys()]
  }

  get #isCanceled(): boolean {
    return this.#options.signal.aborted
  }

  get #inFlight(): number {
    return this.#running.size + this.#starting.length + this.#beginning.length
  }

  get #hasEnded(): boolean {
    return this.#inFlight === 0 && (this.#isCanceled || this.#active.isComplete)
  }

  #startReady(): void {
    const { clock } = this.#options.services
    for (const { key, step, reason } of this.#active.takeSkipped()) {
      this.#events.push(newEvent('STEP_SKIPPED', { at: clock.now(), stepKey: key, payload: { reason, planOrder: step.order } }))
    }
    while (!this.#isCanceled && this.#inFlight < this.#options.maxConcurrent) {
      const unit = this.#waits?.takeGranted() ?? this.#takeReady()
      if (unit === undefined) break
      const inputs = this.#active.inputsOf(unit)
      this.#starting.push(new StepAttempt({ unit, inputs, execution: this.#options, push: this.#push }))
      const type = unit.attempts === 1 ? 'STEP_START' : 'STEP_RESTARTED'
      this.#events.push(
        newEvent(type, { at: clock.now(), stepKey: unit.key, attempt: unit.attempts, payload: this.#stepStart(unit) }),
      )
      this.#isUrgent = true
    }
  }

  #waitsFor({ pools, maxConcurrent, services }: ExecutePlanOptions): PoolWaits | undefined {
    if (pools === undefined) return undefined
    return new PoolWaits({
      ...{ pools, mostAsked: maxConcurrent, clock: services.clock, push: this.#push, onError: this.#fail },
      onGranted: () => this.#wake.resolve(),
    })
  }

  /** The next step that needs no slot of a pool; those that do begin to wait for one. */
  #takeReady(): Unit | undefined {
    for (;;) {
      const unit = this.#active.take()
      const pool = unit?.step.pool ?? null
      if (unit === undefined || pool === null || this.#waits === undefined) return unit
      this.#waits.ask(unit, pool)
    }
  }

  #stepStart({ step }: Unit): StepStart {
    const configHash = this.#options.services.configHash(step.key)
    return {
      planOrder: step.order,
      ...(step.codeVersion === null ? {} : { codeVersion: step.codeVersion }),
      ...(configHash === undefined ? {} : { configHash }),
      ...(step.timeoutSeconds === null ? {} : { timeoutSeconds: step.timeoutSeconds }),
    }
  }

  #takeEvents(): readonly RunEvent[] {
    const events = this.#events
    this.#events = []
    this.#batches++
    this.#isUrgent = false
    return events
  }

  /** What the batch with their starts waits for, the steps use: they load their inputs. It has been handed on before. */
  async #prepareInTurns(attempts: readonly StepAttempt[]): Promise<void> {
    const { turn } = this.#options.services
    if (turn === undefined) return
    for (const [index, attempt] of attempts.entries()) {
      if (index % STEPS_IN_A_TURN === 0) await turn()
      if (this.#isOver) return
      attempt.prepare()
    }
  }

  async #beginInTurns(): Promise<void> {
    const { turn } = this.#options.services
    this.#isBeginning = true
    while (this.#beginning.length > 0 && !this.#isOver) {
      const next = this.#beginning.splice(0, turn === undefined ? this.#beginning.length : STEPS_IN_A_TURN)
      for (const attempt of next) this.#running.set(attempt, this.#begin(attempt).catch(this.#fail))
      await turn?.()
    }
    this.#isBeginning = false
  }

  async #begin(attempt: StepAttempt): Promise<void> {
    const startedAt = this.#options.services.clock.now()
    const end = await attempt.begin()
    this.#running.delete(attempt)
    if (!this.#isOver) this.#settle(attempt.unit, end, startedAt)
    this.#isUrgent = true
    this.#wake.resolve()
  }

  #settle(unit: Unit, end: AttemptEnd, startedAt: number): void {
    const at = this.#options.services.clock.now()
    const place = { at, stepKey: unit.key, attempt: unit.attempts }
    if (end.kind === 'success') {
      this.#events.push(newEvent('STEP_SUCCESS', { ...place, payload: { startedAt, ...describeOutputs(unit, end.outputs) } }))
      this.#active.succeed(unit, end.outputs)
      return
    }
    const { decision, error } = end
    if (decision.kind === 'retry') {
      const { retryAt, delaySeconds, reason } = decision
      this.#events.push(
        newEvent('STEP_UP_FOR_RETRY', { ...place, payload: { startedAt, error, retryAt, delaySeconds, reason: reason.text } }),
      )
      this.#active.waitForRetry(unit)
      void this.#retryAt(unit, retryAt)
      return
    }
    const { permanent, reason } = decision
    this.#failed.push({ key: unit.key, resource: end.resource, permanent })
    this.#events.push(newEvent('STEP_FAILURE', { ...place, payload: { startedAt, error, reason: reason.text, permanent } }))
    this.#active.fail(unit)
    this.#options.onStepFailed?.(unit.key, end.thrown)
  }

  async #retryAt(unit: Unit, retryAt: number): Promise<void> {
    const { clock } = this.#options.services
    await this.#nap(retryAt - clock.now())
    if (this.#isOver) return
    this.#active.makeReady(unit)
    this.#wake.resolve()
  }

  /** What is pending first, then the resources' end, whose errors are still part of the log, and the run's end with the last events. */
  async #lastBatch(): Promise<ExecutionBatch> {
    const { resources, clock } = this.#options.services
    if (!resources.isEmpty && this.#events.length > 0) return { events: this.#takeEvents() }
    for (const { key, error } of resources.isEmpty ? [] : await resources.dispose()) {
      const payload = {
        level: 'warn',
        message: `Resource "${key}" was not disposed of cleanly.`,
        error: serializeError(error),
      } as const
      this.#events.push(newEvent('ENGINE_EVENT', { at: clock.now(), payload }))
    }
    // Whoever gets the end looks whether the run has left a timer behind.
    this.#isOver = true
    for (const nap of this.#naps) nap.abort('over')
    return { events: this.#takeEvents(), end: this.#end() }
  }

  #end(): ExecutionEnd {
    if (this.#active.isComplete && this.#failed.length === 0) return { kind: 'success' }
    if (this.#isCanceled) return { kind: 'canceled' }
    const names = this.#failed.slice(0, NAMED_FAILURES).map(({ key }) => key)
    const more = this.#failed.length > NAMED_FAILURES ? ` and ${this.#failed.length - NAMED_FAILURES} more` : ''
    return {
      kind: 'failure',
      reason: this.#failed[0]?.resource === true ? 'RESOURCE_INIT_FAILURE' : 'STEP_FAILURE',
      message: `Failed: ${more === '' ? listed(names) : `${names.map((name) => `"${name}"`).join(', ')}${more}`}.`,
      permanent: this.#failed.some(({ permanent }) => permanent),
    }
  }
}
