import { type EventFilter, type Instance, isFinished, matchesEventFilter, type Run } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { followRun } from '../follow/follow-run.ts'
import { newEvents } from '../follow/new-events.ts'
import { findRun } from '../project/find-run.ts'
import { onInterrupt } from '../terminal/interrupts.ts'
import { screenOn } from '../terminal/screen.ts'
import { CapturedReader } from './captured-reader.ts'
import { printCaptured } from './captured-text.ts'
import { eventJson, eventLines } from './event-lines.ts'

const POLL_MS = 100

export interface LogsOfRun {
  readonly context: CommandContext
  readonly instance: Instance
  readonly run: Run
  readonly filter: EventFilter
}

/** Calls with a signal that Ctrl-C aborts, and that a reader aborts who has closed the pipe. The run goes on. */
export async function untilInterrupted({ out }: CommandContext, work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const leave = new AbortController()
  const stopListening = onInterrupt(() => leave.abort())
  const closed = (): void => leave.abort('closed')
  out.once('error', closed)
  try {
    await work(leave.signal)
    return leave.signal.aborted && leave.signal.reason !== 'closed' ? EXIT.interrupted : EXIT.ok
  } finally {
    stopListening()
    out.off('error', closed)
  }
}

/** `pawl run logs -f`: every event as it comes, and on a terminal the run's progress below them. */
export function followEvents({ context, instance, run, filter }: LogsOfRun): Promise<number> {
  const { paint, isJson, out } = context
  const { runId } = run
  return untilInterrupted(context, async (signal) => {
    if (!isJson) {
      const linesOf: Parameters<typeof followRun>[0]['linesOf'] = (event) =>
        matchesEventFilter(event, filter) ? eventLines(event, paint) : []
      await followRun({ instance, runId, screen: screenOn(out), paint, linesOf, signal })
      return
    }
    for await (const { events } of newEvents(instance, runId, signal))
      for (const event of events) if (matchesEventFilter(event, filter)) context.printJson(eventJson(event))
  })
}

/** `pawl run logs -f --captured`: what the steps print, as they print it. */
export function followCaptured({ context, instance, run }: LogsOfRun, steps: readonly string[] | undefined): Promise<number> {
  const reader = new CapturedReader(instance.capturedLogs, run.runId, steps)
  return untilInterrupted(context, async (signal) => {
    while (!signal.aborted) {
      const isLast = isFinished((await findRun(instance, run.runId)).status)
      for await (const captured of reader.read(isLast)) printCaptured(context, captured, steps)
      if (isLast) return
      await instance.clock.sleep(POLL_MS, signal)
    }
  })
}
