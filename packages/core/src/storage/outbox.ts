import type { RunId } from '../foundation/ids.ts'
import type { JsonObject } from '../foundation/json.ts'

/** Somebody to be told of a run's end; written by the transaction that ends the run (see RunAddition). */
export interface NewNotification {
  /** The same for every try to deliver it, and for no other notification. */
  readonly deliveryId: string
  /** Who is to be told. */
  readonly topic: string
  readonly payload: JsonObject
  /** UTC milliseconds; it is due from then on. */
  readonly createdAt: number
}

/** A notification that somebody has taken to deliver it. */
export interface TakenNotification extends NewNotification {
  readonly runId: RunId
  /** Tries so far, this one included. */
  readonly attempt: number
}

/** How a try to deliver a notification went. Times are UTC milliseconds. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly at: number }
  | { readonly kind: 'postponed'; readonly notBefore: number; readonly error: string }
  /** It will not be tried again. */
  | { readonly kind: 'given-up'; readonly at: number; readonly error: string }

/** A notification as it lies there; `error` is that of the last try. */
export interface NotificationRecord extends NewNotification {
  readonly runId: RunId
  readonly status: 'waiting' | 'delivered' | 'given-up'
  readonly attempts: number
  readonly notBefore: number
  readonly endedAt: number | null
  readonly error: string | null
}

/**
 * Notifications on their way, each delivered at least once:
 *
 *   waiting ──take──▶ hidden from others ──settle──▶ delivered | given up | waiting (postponed)
 *                          └──nobody settles it (its deliverer died)──▶ waiting, once `hiddenUntil` is over
 */
export interface Outbox {
  /** Takes what is due, the longest due first, and hides it until `hiddenUntil`; each one is taken by one of those who ask. */
  take(options: {
    readonly now: number
    readonly hiddenUntil: number
    readonly limit: number
  }): Promise<readonly TakenNotification[]>
  /** Of a try that another has followed only `delivered` counts. A notification that was deleted with its run is no error. */
  settle(taken: Pick<TakenNotification, 'deliveryId' | 'attempt'>, outcome: DeliveryOutcome): Promise<void>
  /** When the next one is due, UTC milliseconds; null when nothing waits. */
  nextDueAt(): Promise<number | null>
  /** The notifications of a run, the oldest first. */
  listNotifications(runId: RunId): Promise<readonly NotificationRecord[]>
  /** Forgets those that were delivered or given up before this time; gives how many. */
  purge(endedBefore: number): Promise<number>
}
