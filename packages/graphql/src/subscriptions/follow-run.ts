import {
  type EventFilter,
  FrameworkError,
  type Instance,
  isFinished,
  isRunId,
  type Run,
  unknownRunMessage,
} from '@pawl/core/plugin'
import { eventCursor } from '../input/cursors.ts'
import type { RunLogsNode } from '../nodes.ts'
import { type News, news } from './news.ts'

/** Other processes may write without a hint reaching this one. */
const LOOK_AGAIN_MS = 1000
/** At most ten messages a second, so that a busy run does not drown its readers. */
const BETWEEN_MESSAGES_MS = 100
export const EVENTS_PER_MESSAGE = 500

export interface FollowedRun {
  readonly runId: string
  /** Only events with a greater number. */
  readonly afterSeq: number
  readonly filter: EventFilter
}

interface Look {
  readonly message: RunLogsNode
  readonly reached: number
  /** Whether there is more to read at once. */
  readonly isFull: boolean
}

async function existingRun({ runs }: Instance, runId: string): Promise<Run> {
  const run = isRunId(runId) ? await runs.getRun(runId) : undefined
  if (run !== undefined) return run
  throw new FrameworkError('RUN_NOT_FOUND', { message: unknownRunMessage(runId), details: { runId } })
}

/**
 * Reads what is new. The run is read before its events: whatever number it had given out by then, all events up to it are
 * among those read after, and a run that had ended writes no more.
 */
async function look(instance: Instance, { runId, filter }: FollowedRun, afterSeq: number): Promise<Look> {
  const before = await existingRun(instance, runId)
  const events = await instance.eventLog.listEvents(runId, { afterSeq, limit: EVENTS_PER_MESSAGE, filter })
  const isFull = events.length === EVENTS_PER_MESSAGE
  const last = events.at(-1)?.seq ?? afterSeq
  const reached = isFull ? last : Math.max(last, before.nextSeq - 1)
  const run = events.length === 0 ? before : await existingRun(instance, runId)
  const done = isFinished(run.status) && !isFull && reached >= run.nextSeq - 1
  return { message: { events, cursor: eventCursor(reached), run, done }, reached, isFull }
}

async function* follow(
  instance: Instance,
  followed: FollowedRun,
  wakeUps: News,
  signal: AbortSignal,
): AsyncGenerator<RunLogsNode, void, void> {
  let shown = ''
  for (let afterSeq = followed.afterSeq; !signal.aborted; ) {
    const { message, reached, isFull } = await look(instance, followed, afterSeq)
    afterSeq = reached
    const state = `${message.run.status} ${message.run.epoch}`
    const isWorthTelling = message.events.length > 0 || message.done || state !== shown
    shown = state
    if (isWorthTelling) {
      yield message
      if (message.done) return
      await instance.clock.sleep(BETWEEN_MESSAGES_MS, signal)
    }
    if (!isFull) await wakeUps.wait(LOOK_AGAIN_MS)
  }
}

/** A run's events after a place, in order, nothing lost or doubled, until its final one. The first message comes at once. */
export async function* followRun(
  instance: Instance,
  followed: FollowedRun,
  signal: AbortSignal,
): AsyncGenerator<RunLogsNode, void, void> {
  const wakeUps = news(instance.clock, signal)
  const stopListening = instance.hints.listen(followed.runId, () => wakeUps.tell())
  try {
    yield* follow(instance, followed, wakeUps, signal)
  } finally {
    stopListening()
  }
}
