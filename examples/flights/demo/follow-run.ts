import { setTimeout as sleep } from 'node:timers/promises'
import { advance, eventLine, isRemarkable, type Paint, type Progress, progressView, type Screen, startProgress } from '@pawl/cli'
import type { GraphqlClient } from './graphql-client.ts'
import { isLoaded, listEvents, listOps } from './report-run.ts'

const POLL_MS = 100

/** Resolves once a launch can find the job. Rejects with an AbortError when the signal aborts. */
export async function waitUntilLoaded(client: GraphqlClient, signal: AbortSignal): Promise<void> {
  while (!(await isLoaded(client))) await sleep(POLL_MS, undefined, { signal })
}

export interface FollowOptions {
  readonly client: GraphqlClient
  readonly runId: string
  readonly screen: Screen
  readonly paint: Paint
  readonly signal: AbortSignal
}

/** How far a run has been read. */
interface Position {
  readonly progress: Progress
  readonly cursor: string | undefined
}

/** Reads the next events and shows them. */
async function readOn({ client, runId, screen, paint }: FollowOptions, from: Position): Promise<Position> {
  const { events, cursor } = await listEvents(client, runId, from.cursor)
  let { progress } = from
  for (const event of events) {
    progress = advance(progress, [event])
    const line = !screen.isLive || isRemarkable(event) ? eventLine(progress, event, paint) : undefined
    if (line !== undefined) screen.print(line)
  }
  const { width, height } = screen
  if (screen.isLive) screen.show(progressView(progress, { now: Date.now(), width, height, paint }))
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
