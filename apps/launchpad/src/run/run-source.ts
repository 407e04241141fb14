import type { Api } from '../api/client.ts'
import { RunFeedDocument, RunStepsDocument } from '../generated/graphql.ts'
import type { RunSource, StepPage } from './run-feed.ts'

/** Events that move a step or the run; the others, thousands of log lines among them, need not cross the wire for the timeline. */
const MOVING_EVENTS = [
  'RUN_ENQUEUED',
  'RUN_DEQUEUED',
  'RUN_STARTING',
  'RUN_START',
  'RUN_SUCCESS',
  'RUN_FAILURE',
  'RUN_CANCELING',
  'RUN_CANCELED',
  'STEP_START',
  'STEP_RESTARTED',
  'STEP_SUCCESS',
  'STEP_FAILURE',
  'STEP_UP_FOR_RETRY',
  'STEP_SKIPPED',
  'STEP_REUSED',
  'STEP_MARKED_DONE',
]

export function runSource({ client, uncached, connection }: Api, runId: string): RunSource {
  return {
    async loadSteps(cursor): Promise<StepPage> {
      const { data, error } = await uncached.query(RunStepsDocument, { runId, cursor }).toPromise()
      if (error) throw error
      if (data?.runOrError.__typename !== 'Run') throw new Error('This run does not exist.')
      const { steps, eventsCursor, status } = data.runOrError
      return { steps: steps.results, cursor: steps.cursor, hasMore: steps.hasMore, eventsCursor, status }
    },
    follow(resumeFrom, onMessage) {
      // Through the cache: the run in each message is the run every page shows.
      const messages = client.subscription(
        RunFeedDocument,
        { runId, cursor: resumeFrom(), filter: { types: MOVING_EVENTS } },
        { resumeFrom },
      )
      return messages.subscribe(({ data }) => {
        if (!data) return
        const { cursor, steps, run, done } = data.runLogs
        onMessage({ cursor, steps, total: run.stepCounts.total, status: run.status, done })
      }).unsubscribe
    },
    onCatchUp: connection.onCatchUp,
  }
}
