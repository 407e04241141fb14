import type { RunEvent } from '../event/run-event.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { AbortCause } from '../plan/failure-facts.ts'
import { type AttemptDeadline, attemptDeadline } from './attempt-deadline.ts'
import { type AttemptEnd, executeAttempt } from './execute-attempt.ts'
import type { ExecutePlanOptions } from './execute-plan-options.ts'
import type { InputState } from './input-state.ts'
import type { Unit } from './step-state.ts'

export interface StepAttemptOptions {
  readonly unit: Unit
  readonly inputs: Readonly<Record<string, InputState>>
  readonly execution: Pick<ExecutePlanOptions, 'planned' | 'services' | 'limits'>
  /** Takes the attempt's events as they happen. */
  readonly push: (event: RunEvent) => void
}

/**
 * One attempt of a step.
 *
 *   started (its start is on its way to the log) ──its start is durable: begin()──▶ at work ──▶ over
 *      └──prepare()──▶ loads its inputs, and waits there ──begin()──────────────────┘
 *
 * Whoever has only prepared it has done nothing that shows: it has read what other steps have stored.
 */
export class StepAttempt {
  readonly unit: Unit
  readonly #options: StepAttemptOptions
  readonly #deadline: AttemptDeadline
  readonly #begun: PromiseWithResolvers<void> = Promise.withResolvers()
  #end: Promise<AttemptEnd> | undefined

  constructor(options: StepAttemptOptions) {
    const { unit, execution } = options
    this.unit = unit
    this.#options = options
    this.#deadline = attemptDeadline({
      clock: execution.services.clock,
      timeoutSeconds: unit.step.timeoutSeconds,
      abortGraceMs: execution.limits.abortGraceMs,
    })
  }

  /** Resolves when nothing of it is at work any more. */
  get over(): Promise<unknown> {
    return Promise.allSettled([this.#end])
  }

  /** Does what comes before the op's own code, where that is not done or under way. */
  prepare(): void {
    this.#end ??= this.#execute()
    // What is wrong is told to whoever begins it.
    this.#end.catch(() => undefined)
  }

  /** Its start is durable; its time runs from here. */
  begin(): Promise<AttemptEnd> {
    this.#deadline.startClock()
    this.#begun.resolve()
    this.#end ??= this.#execute()
    return this.#end
  }

  abort(cause: AbortCause): void {
    this.#deadline.abort(cause)
    // Nothing of it is at work that would need time to end.
    if (this.#end === undefined) this.#deadline.clear()
    // One that waits to begin learns of it there.
    this.#begun.resolve()
  }

  async #execute(): Promise<AttemptEnd> {
    const { unit, inputs, execution, push } = this.#options
    const { planned, services, limits } = execution
    const binding = planned.bindings.get(unit.step.key)
    if (binding === undefined)
      throw new FrameworkError('UNKNOWN_STEP', { message: `The plan's step "${unit.step.key}" has no op.` })
    const [begun, deadline] = [this.#begun.promise, this.#deadline]
    return executeAttempt({ unit, binding, inputs, deadline, begun, services, limits, push })
  }
}
