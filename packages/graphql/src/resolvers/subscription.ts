import type { SubscriptionResolvers } from '../generated/schema-types.ts'
import { readEventCursor } from '../input/cursors.ts'
import { eventFilter } from '../input/event-filter.ts'
import { capturedLogKey } from '../reads/fetch-captured-logs.ts'
import { cancelable } from '../subscriptions/cancelable.ts'
import { followCapturedLog } from '../subscriptions/follow-captured-log.ts'
import { followRun } from '../subscriptions/follow-run.ts'
import { watchLocations } from '../subscriptions/watch-locations.ts'
import { watchRuns } from '../subscriptions/watch-runs.ts'
import type { Complete } from './complete.ts'

/** What is yielded is the field's value, not an object that holds it. */
const itself = <Value>(value: Value): Value => value

export const Subscription: Complete<SubscriptionResolvers> = {
  runLogs: {
    subscribe: (_root, { runId, cursor, filter }, { instance, closing }) => {
      const followed = { runId, afterSeq: readEventCursor(cursor ?? '0'), filter: eventFilter(filter) }
      return cancelable(closing, (signal) => followRun(instance, followed, signal))
    },
    resolve: itself,
  },
  capturedLogs: {
    subscribe: (_root, { key, offset }, { instance, closing }) => {
      const followed = { key: capturedLogKey(key), offset }
      return cancelable(closing, (signal) => followCapturedLog(instance, followed, signal))
    },
    resolve: itself,
  },
  runsChanged: {
    subscribe: (_root, _args, { instance, closing }) => cancelable(closing, (signal) => watchRuns(instance, signal)),
    resolve: itself,
  },
  locationsChanged: {
    subscribe: (_root, _args, { instance, closing }) => cancelable(closing, (signal) => watchLocations(instance, signal)),
    resolve: itself,
  },
}
