import type { RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'
import type { NewNotification } from '../storage/outbox.ts'

/** The ends of a run that somebody may want to be told of. */
export type NotifiedEnd = 'failure' | 'success' | 'canceled'

/** Somebody who wants to be told of the ends of runs. */
export interface NotificationSubscription {
  /** Names who it is, as `webhook:alerts`; part of the delivery ids. */
  readonly topic: string
  readonly on: readonly NotifiedEnd[]
  /** Also of failures that an automatic retry follows. */
  readonly evenIfRetried: boolean
}

/** Who wants to be told of a run's end; of a topic there is one at most. */
export type SubscriptionsOf = (run: Pick<Run, 'locationName' | 'jobName'>) => readonly NotificationSubscription[]

/** For runs of whose end nobody is to be told. */
export const noSubscriptions: SubscriptionsOf = () => []

/** A run's end as far as notifications depend on it; `at` is UTC milliseconds. */
export interface NotifiableEnd {
  readonly runId: RunId
  readonly at: number
  readonly end: NotifiedEnd
  readonly willRetry: boolean
}

/** The notifications that a run's end asks for. A run ends once, so its id and the topic name each of them for ever. */
export const notificationsOf = (
  { runId, at, end, willRetry }: NotifiableEnd,
  subscriptions: readonly NotificationSubscription[],
): readonly NewNotification[] =>
  subscriptions
    .filter(({ on, evenIfRetried }) => on.includes(end) && (evenIfRetried || !willRetry))
    .map(({ topic }) => ({ deliveryId: `${runId}:${topic}`, topic, payload: { end, willRetry }, createdAt: at }))
