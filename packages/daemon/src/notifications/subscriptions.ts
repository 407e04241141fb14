import type {
  HandlerDescription,
  LocationCatalog,
  LocationState,
  NotificationSubscription,
  SubscriptionsOf,
} from '@pawl/core/plugin'
import type { ResolvedWebhook } from '../config/notification-config.ts'
import { webhookTopic } from './webhook-topic.ts'

type Place = HandlerDescription['place']

const PLACES: readonly Place[] = ['definitions', 'job']

/** What the notifications for handlers in a project's code are filed under. */
export const handlerTopic = (place: Place): string => `handler:${place}`

export const placeOfHandler = (topic: string): Place | undefined => PLACES.find((place) => topic === handlerTopic(place))

/** What nobody knows yet is told to the code, which knows what to do with it when it is loaded. */
const UNKNOWN_HANDLERS: readonly NotificationSubscription[] = PLACES.map((place) => ({
  topic: handlerTopic(place),
  on: ['failure', 'success'],
  evenIfRetried: true,
}))

/** Of a job that is not there any more the handlers of its project still are. */
function handlersIn({ jobs }: LocationState, jobName: string): readonly HandlerDescription[] {
  const job = jobs.find(({ name }) => name === jobName)
  return job === undefined ? (jobs[0]?.handlers ?? []).filter(({ place }) => place === 'definitions') : (job.handlers ?? [])
}

function subscriptionsIn(state: LocationState, jobName: string): readonly NotificationSubscription[] {
  if (state.generation === null) return UNKNOWN_HANDLERS
  const handlers = handlersIn(state, jobName)
  return PLACES.flatMap((place) => {
    const here = handlers.filter((handler) => handler.place === place)
    if (here.length === 0) return []
    const evenIfRetried = here.some((handler) => handler.evenIfRetried)
    return [{ topic: handlerTopic(place), on: here.map(({ on }) => on), evenIfRetried }]
  })
}

/** The project's webhooks, and the handlers in the code of a run's location. */
export function projectSubscriptions(
  webhooks: readonly ResolvedWebhook[],
  locations: Pick<LocationCatalog, 'listLocations'>,
): SubscriptionsOf {
  const ofWebhooks = webhooks.map(
    (webhook): NotificationSubscription => ({
      topic: webhookTopic(webhook),
      on: webhook.on,
      evenIfRetried: webhook.evenIfRetried,
    }),
  )
  return ({ locationName, jobName }) => {
    const state = locations.listLocations().find(({ name }) => name === locationName)
    return state === undefined ? ofWebhooks : [...ofWebhooks, ...subscriptionsIn(state, jobName)]
  }
}
