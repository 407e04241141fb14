import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphqlClient } from './graphql-client.ts'
import { advance, type Progress, startProgress } from './progress.ts'
import { eventLine, isRemarkable, type Paint } from './progress-text.ts'
import { progressView } from './progress-view.ts'
import { listEvents, listOps } from './report-run.ts'
import type { Screen } from './screen.ts'

const POLL_MS = 100

export interface FollowOptions {
  readonly client: GraphqlClient
  readonly runId: string
  readonly screen: Screen
  /** Whether the screen can show rows in place; else every event worth a line gets one. */
  readonly live: boolean
  readonly paint: Paint
  readonly signal: AbortSignal
}

/** Shows a run until it ends, and returns how far it came. Rejects with an AbortError when the signal aborts. */
export async function followRun({ client, runId, screen, live, paint, signal }: FollowOptions): Promise<Progress> {
  let progress = startProgress(await listOps(client))
  let cursor: string | undefined
  while (true) {
    const page = await listEvents(client, runId, cursor)
    for (const event of page.events) {
      progress = advance(progress, event)
      const line = !live || isRemarkable(event) ? eventLine(progress, event, paint) : undefined
      if (line !== undefined) screen.print(line)
    }
    cursor = page.cursor
    if (live) screen.show(progressView(progress, Date.now(), screen.width, paint))
    if (progress.end !== undefined) return progress
    await sleep(POLL_MS, undefined, { signal })
  }
}
