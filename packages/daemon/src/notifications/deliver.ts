import { type Clock, isFrameworkError, type NotifiedEnd, type Outbox, type TakenNotification } from '@pawl/core/plugin'
import type { ResolvedWebhook } from '../config/notification-config.ts'
import { type EndedRunReads, readEndedRun } from './ended-run.ts'
import type { HandlerHosts } from './handler-hosts.ts'
import { type Deliver, type Delivery, Undeliverable } from './notification-sender.ts'
import { postWebhook } from './post-webhook.ts'
import { type RunEndDocument, runEndDocument } from './run-end-document.ts'
import { placeOfHandler } from './subscriptions.ts'
import { webhookRequest } from './webhook-request.ts'
import { webhookTopic } from './webhook-topic.ts'

export interface DeliverOptions extends EndedRunReads {
  readonly outbox: Pick<Outbox, 'settle'>
  readonly clock: Clock
  readonly webhooks: readonly ResolvedWebhook[]
  readonly handlers: Pick<HandlerHosts, 'call'>
  /** Of one try; milliseconds. */
  readonly timeoutMs: number
  /** Of the import of a location's code before it; milliseconds. */
  readonly loadTimeoutMs: number
  readonly launchpadUrl: string | null
  readonly fetch: typeof fetch
  readonly environment: NodeJS.ProcessEnv
  readonly userAgent: string
}

/** Between the deadline of a try and the moment in which others may take it. */
const MARGIN_MS = 1_000

async function documentOf(options: DeliverOptions, { deliveryId, runId, payload }: TakenNotification): Promise<RunEndDocument> {
  const ended = await readEndedRun(options, runId)
  if (ended === undefined) throw new Undeliverable('its run was deleted')
  const { launchpadUrl } = options
  const { end, willRetry } = payload as { readonly end: NotifiedEnd; readonly willRetry: boolean }
  return runEndDocument(ended, { deliveryId, end, willRetry, launchpadUrl })
}

/** A call that waits for others must neither be made when somebody else may have it, nor be taken while it is made. */
async function takeTurn(options: DeliverOptions, notification: TakenNotification, { hiddenUntil }: Delivery): Promise<void> {
  const { outbox, clock, timeoutMs, loadTimeoutMs } = options
  const now = clock.now()
  if (now >= hiddenUntil) throw new Error('other handlers of its location took too long')
  const notBefore = now + loadTimeoutMs + timeoutMs + MARGIN_MS
  await outbox.settle(notification, { kind: 'postponed', notBefore, error: 'its delivery has begun' })
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stopped = (): void => reject(new Error('this process was stopped before its handler had ended'))
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', stopped, { once: true })
  })

/** How long a delivery is hidden from others when it is taken. */
export const hiddenMs = (timeoutMs: number): number => 2 * timeoutMs + MARGIN_MS

/** Posts a notification to its webhook, or calls its handler. */
export function deliverWith(options: DeliverOptions): Deliver {
  const { webhooks, handlers, fetch, clock, timeoutMs } = options
  return async (notification, delivery) => {
    const { topic } = notification
    const { signal } = delivery
    const document = await documentOf(options, notification)
    const place = placeOfHandler(topic)
    if (place !== undefined) {
      const { name: jobName, locationName } = document.job
      const call = handlers.call(locationName, { kind: 'run-end', jobName, place, document }, () =>
        takeTurn(options, notification, delivery),
      )
      await Promise.race([call, aborted(signal)]).catch((error: unknown) => {
        throw isFrameworkError(error, 'UNKNOWN_LOCATION') ? new Undeliverable(error.message) : error
      })
      return
    }
    const webhook = webhooks.find((one) => webhookTopic(one) === topic)
    if (webhook === undefined) throw new Undeliverable('the config has no such webhook any more')
    await postWebhook(webhookRequest(webhook, document, options), { fetch, clock, timeoutMs, signal })
  }
}
