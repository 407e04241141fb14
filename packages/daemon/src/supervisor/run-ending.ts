import {
  type Clock,
  drawRetry,
  endOfRun,
  type NotificationSubscription,
  type Random,
  type RetryDraw,
  type Run,
  type RunAddition,
  type RunEnd,
  type RunSpec,
  type SubscriptionsOf,
} from '@pawl/core/plugin'

/** A run's end on its way into the storage: what it leaves to chance is drawn once, and the retry it launched is known afterwards. */
export class RunEnding {
  readonly at: number
  readonly #end: RunEnd
  readonly #draw: RetryDraw
  readonly #subscriptionsOf: SubscriptionsOf
  #subscriptions: readonly NotificationSubscription[] | undefined
  #retry: RunSpec | undefined

  constructor(end: RunEnd, given: { readonly clock: Clock; readonly random: Random; readonly subscriptionsOf: SubscriptionsOf }) {
    this.at = end.at
    this.#end = end
    this.#draw = drawRetry(given)
    this.#subscriptionsOf = given.subscriptionsOf
  }

  /** For `also` of the write. */
  readonly also: (locked: Run) => RunAddition = (locked) => {
    // Once: a transaction that is repeated tells the same ones.
    this.#subscriptions ??= this.#subscriptionsOf(locked)
    const addition = endOfRun(locked, this.#end, this.#draw, this.#subscriptions)
    this.#retry = addition.launches?.[0]?.spec
    return addition
  }

  /** The retry run, once the end is written. Answers can be lost after the commit, so it may also be there when the write was refused. */
  get retry(): RunSpec | undefined {
    return this.#retry
  }
}
