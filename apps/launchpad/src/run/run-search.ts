import { choiceParam, choicesParam, compact, numberParam, type RawSearch, textParam, textsParam } from '../app/search-params.ts'
import type { EventsFilter, LogLevel, ReexecutionStrategy, StepStatus } from '../generated/graphql.ts'
import { STRATEGIES } from '../reexecution/strategy-words.ts'
import type { TimelineSort } from '../timeline/timeline-rows.ts'

export const RUN_TABS = ['events', 'stdout', 'stderr', 'outputs', 'attempts', 'config'] as const
export type RunTab = (typeof RUN_TABS)[number]

export const LEVELS: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR']
export const SORTS: readonly TimelineSort[] = ['plan', 'start', 'duration', 'name']
const STEP_STATUSES: readonly StepStatus[] = [
  ...([
    'NOT_STARTED',
    'STARTED',
    'INTERRUPTED',
    'UP_FOR_RETRY',
    'SUCCESS',
    'FAILURE',
    'SKIPPED',
    'REUSED',
    'MARKED_DONE',
  ] as const),
]

/** What the URL of a run says: which step is looked at, what of it, and how the log is filtered. */
export interface RunSearch {
  readonly tab?: RunTab
  readonly step?: string
  readonly attempt?: number
  readonly level?: readonly LogLevel[]
  readonly type?: readonly string[]
  /** Text to find in the log. */
  readonly q?: string
  /** Number of the event that is open. */
  readonly event?: number
  /** Text to find in step keys. */
  readonly steps?: string
  readonly hide?: readonly StepStatus[]
  readonly sort?: TimelineSort
  /** The re-execution whose preview is open. */
  readonly reexecute?: ReexecutionStrategy
}

export const readRunSearch = (raw: RawSearch): RunSearch =>
  compact({
    tab: choiceParam(raw['tab'], RUN_TABS),
    step: textParam(raw['step']),
    attempt: numberParam(raw['attempt']),
    level: choicesParam(raw['level'], LEVELS),
    type: textsParam(raw['type']),
    q: textParam(raw['q']),
    event: numberParam(raw['event']),
    steps: textParam(raw['steps']),
    hide: choicesParam(raw['hide'], STEP_STATUSES),
    sort: choiceParam(raw['sort'], SORTS),
    reexecute: choiceParam(raw['reexecute'], STRATEGIES),
  })

/** The server's filter; the empty one where nothing is filtered. */
export function eventsFilter(search: RunSearch): EventsFilter {
  return {
    ...(search.type ? { types: search.type } : {}),
    ...(search.level ? { levels: search.level } : {}),
    ...(search.step ? { stepKeys: [search.step] } : {}),
    ...(search.attempt ? { attempt: search.attempt } : {}),
    ...(search.q ? { text: search.q } : {}),
  }
}

/** Every level is as good as none chosen, and none would look like an empty log. */
export function toggleLevel(search: RunSearch, level: LogLevel): readonly LogLevel[] | undefined {
  const shown = search.level ?? LEVELS
  const next = shown.includes(level) ? shown.filter((each) => each !== level) : [...shown, level]
  return next.length === 0 || next.length === LEVELS.length ? undefined : LEVELS.filter((each) => next.includes(each))
}
