import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphqlClient } from './graphql-client.ts'
import { advance, type Progress, startProgress } from './progress.ts'
import { eventLine, isRemarkable, type Paint } from './progress-text.ts'
import { progressView } from './progress-view.ts'
import { isLoaded, listEvents, listOps } from './report-run.ts'
import type { Screen } from './screen.ts'

const POLL_MS = 100

/** Resolves once a launch can find the job. Rejects with an AbortError when the signal aborts. */
export async function waitUntilLoaded(client: GraphqlClient, signal: AbortSignal): Promise<void> {
  while (!(await isLoaded(client))) await sleep(POLL_MS, undefined, { signal })
}

export interface FollowOptions {
  readonly client: GraphqlClient
  readonly runId: string
  readonly screen: Screen
  /** Whether the screen can show rows in place; else every event worth a line gets one. */
  readonly live: boolean
  readonly paint: Paint
  readonly signal: AbortSignal
}

/** How far a run has been read. */
interface Position {
  readonly progress: Progress
  readonly cursor: string | undefined
}

/** Reads the next events and shows them. */
async function readOn({ client, runId, screen, live, paint }: FollowOptions, from: Position): Promise<Position> {
  const { events, cursor } = await listEvents(client, runId, from.cursor)
  let { progress } = from
  for (const event of events) {
    progress = advance(progress, event)
    const line = !live || isRemarkable(event) ? eventLine(progress, event, paint) : undefined
    if (line !== undefined) screen.print(line)
  }
  if (live) screen.show(progressView(progress, Date.now(), screen.width, paint))
  return { progress, cursor }
}

/** Shows a run until it ends, and returns how far it came. Rejects with an AbortError when the signal aborts. */
export async function followRun(options: FollowOptions): Promise<Progress> {
  let position: Position = { progress: startProgress(await listOps(options.client)), cursor: undefined }
  try {
    while (true) {
      position = await readOn(options, position)
      if (position.progress.end !== undefined) return position.progress
      await sleep(POLL_MS, undefined, { signal: options.signal })
    }
  } finally {
    options.screen.keep()
  }
}
