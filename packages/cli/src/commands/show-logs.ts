import type { EventFilter, LogLevel } from '@pawl/core/plugin'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { CapturedReader } from '../logs/captured-reader.ts'
import { printCaptured } from '../logs/captured-text.ts'
import { eventJson, eventLines } from '../logs/event-lines.ts'
import { followCaptured, followEvents, type LogsOfRun } from '../logs/follow-logs.ts'
import { findRun } from '../project/find-run.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'

export interface LogsOptions extends CommonOptions {
  readonly follow?: boolean
  readonly level?: LogLevel
  readonly type?: readonly string[]
  readonly step?: readonly string[]
  readonly text?: string
  readonly captured?: boolean
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
const AT_ONCE = 500

function filterOf({ level, type, step, text }: LogsOptions): EventFilter {
  return {
    ...(level === undefined ? {} : { levels: LEVELS.slice(LEVELS.indexOf(level)) }),
    ...(type === undefined ? {} : { types: type }),
    ...(step === undefined ? {} : { stepKeys: step }),
    ...(text === undefined ? {} : { text }),
  }
}

async function printEvents({ context, instance, run, filter }: LogsOfRun): Promise<void> {
  for (let afterSeq = 0; context.out.writable; ) {
    const events = await instance.eventLog.listEvents(run.runId, { afterSeq, limit: AT_ONCE, filter })
    for (const event of events) {
      if (context.isJson) context.printJson(eventJson(event))
      else context.print(...eventLines(event, context.paint))
    }
    afterSeq = events.at(-1)?.seq ?? afterSeq
    if (events.length < AT_ONCE) return
  }
}

/** False when there was nothing. */
async function printAllCaptured({ context, instance, run }: LogsOfRun, steps: readonly string[] | undefined): Promise<boolean> {
  const reader = new CapturedReader(instance.capturedLogs, run.runId, steps)
  let isAny = false
  for await (const captured of reader.read(true)) {
    isAny = true
    printCaptured(context, captured, steps)
  }
  return isAny
}

const NOTHING_HERE = 'Nothing is here: its steps have printed nothing, or a daemon with another home has executed them.'

/** `pawl run logs`. @throws FrameworkError RUN_NOT_FOUND */
export async function showLogs(context: CommandContext, options: LogsOptions, name: string): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ instance, storage }) => {
    const logs: LogsOfRun = { context, instance, run: await findRun(instance, name), filter: filterOf(options) }
    if (options.follow === true) return options.captured === true ? followCaptured(logs, options.step) : followEvents(logs)
    if (options.captured !== true) await printEvents(logs)
    else if (!(await printAllCaptured(logs, options.step)) && storage.place.kind === 'postgres') context.note(NOTHING_HERE)
    return EXIT.ok
  })
}
