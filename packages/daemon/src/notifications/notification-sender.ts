import {
  type Clock,
  type DeliveryOutcome,
  type Outbox,
  type Random,
  serializeError,
  type TakenNotification,
} from '@pawl/core/plugin'
import { decideDelivery } from './decide-delivery.ts'

export interface Delivery {
  /** UTC milliseconds; from then on others may deliver it. */
  readonly hiddenUntil: number
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal
}

/** Delivers one notification. @throws what kept it from it; {@link Undeliverable} when trying again cannot help */
export type Deliver = (notification: TakenNotification, delivery: Delivery) => Promise<void>

/** Nobody is there any more to be told. */
export class Undeliverable extends Error {}

export interface NotificationSenderOptions {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly random: Random
  readonly deliver: Deliver
  /** How long a delivery may take, with all that it waits for; others may try it then. */
  readonly hiddenMs: number
  /** Called when there is room for another delivery. */
  readonly onRoom: () => void
  /** Told of deliveries that fail. */
  readonly report: (message: string) => void
}

const MOST_AT_ONCE = 16
const PURGE_EVERY_MS = 3_600_000
/** How long what is over can be looked at. */
const KEPT_MS = 7 * 24 * 3_600_000

/**
 * Delivers what is in the outbox, several at a time. It looks there, whoever has put it in, so that what a process that died has left is
 * delivered by the next one.
 *
 *   due ──tick──▶ being delivered ──▶ delivered
 *                       └──fails──▶ postponed | given up, after so many tries
 */
export class NotificationSender {
  readonly #options: NotificationSenderOptions
  readonly #deliveries: Set<Promise<void>> = new Set()
  readonly #stopped: AbortController = new AbortController()
  #purgedAt = Number.NEGATIVE_INFINITY
  #wasFull = false

  constructor(options: NotificationSenderOptions) {
    this.#options = options
  }

  /** Begins to deliver what is due, as far as there is room. */
  async tick(): Promise<void> {
    const { outbox, clock, hiddenMs } = this.#options
    await this.#purge()
    const limit = MOST_AT_ONCE - this.#deliveries.size
    this.#wasFull = limit === 0
    if (limit === 0) return
    const now = clock.now()
    const hiddenUntil = now + hiddenMs
    const taken = await outbox.take({ now, hiddenUntil, limit })
    this.#wasFull = taken.length === limit
    for (const notification of taken) this.#begin(notification, hiddenUntil)
  }

  /** Begins with what is due by now, waits for deliveries to end, and lets go of those that have not within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.#options
    const over = new AbortController()
    const last = this.tick().then(() => this.#idle())
    try {
      await Promise.race([last, clock.sleep(graceMs, over.signal)])
      this.#stopped.abort()
      // What is aborted ends at once, unless it waits for a storage that is away.
      await Promise.race([last, clock.sleep(graceMs, over.signal)])
    } finally {
      this.#stopped.abort()
      over.abort()
    }
  }

  async #idle(): Promise<void> {
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries)
  }

  #begin(notification: TakenNotification, hiddenUntil: number): void {
    const delivery = this.#deliver(notification, hiddenUntil).finally(() => {
      this.#deliveries.delete(delivery)
      if (this.#wasFull) this.#options.onRoom()
    })
    this.#deliveries.add(delivery)
  }

  async #deliver(notification: TakenNotification, hiddenUntil: number): Promise<void> {
    const { outbox, clock, deliver, report } = this.#options
    try {
      await deliver(notification, { hiddenUntil, signal: this.#stopped.signal })
      await outbox.settle(notification, { kind: 'delivered', at: clock.now() })
    } catch (error) {
      const outcome = this.#outcomeOf(notification, error)
      this.#tell(notification, outcome)
      await outbox
        .settle(notification, outcome)
        .catch((cause: unknown) => report(`The outbox could not be written, so a notification will come again: ${shown(cause)}`))
    }
  }

  #outcomeOf({ attempt }: TakenNotification, cause: unknown): DeliveryOutcome {
    const { clock, random } = this.#options
    const [now, error] = [clock.now(), shown(cause)]
    if (cause instanceof Undeliverable) return { kind: 'given-up', at: now, error }
    // Whoever comes next need not wait.
    if (this.#stopped.signal.aborted) return { kind: 'postponed', notBefore: now, error }
    return decideDelivery({ attempt, error }, { now, random })
  }

  /** The first failure, because it may be a mistake in the config, and the last one. */
  #tell({ deliveryId, attempt }: TakenNotification, outcome: DeliveryOutcome): void {
    const { report } = this.#options
    if (outcome.kind === 'given-up') {
      report(`Notification ${deliveryId} was not delivered and is given up after ${attempt} tries: ${outcome.error}.`)
    } else if (outcome.kind === 'postponed' && attempt === 1 && !this.#stopped.signal.aborted) {
      report(`Notification ${deliveryId} could not be delivered and will be tried again: ${outcome.error}.`)
    }
  }

  async #purge(): Promise<void> {
    const { outbox, clock } = this.#options
    const now = clock.now()
    if (now - this.#purgedAt < PURGE_EVERY_MS) return
    this.#purgedAt = now
    await outbox.purge(now - KEPT_MS)
  }
}

const shown = (error: unknown): string => serializeError(error).message.replace(/\.$/, '')
