import {
  changedRun,
  judgeGuard,
  type Run,
  type RunChange,
  type RunSpec,
  type RunWrite,
  type WriteResult,
} from '@pawl/core/plugin'
import {
  type AskedRow,
  changeRow,
  draftEvents,
  draftLaunch,
  draftNotifications,
  draftRecords,
  draftTags,
  emptyDraft,
  type WriteDraft,
} from './write-draft.ts'

/** A run as it was read; `version` names this version of its row. */
export interface RunVersion {
  readonly run: Run
  readonly version: string
}

/** Where a run stands after some of the writes, and what of its row they have changed so far. */
interface RunProgress extends RunVersion {
  readonly ord: number
  run: Run
  eventCount: number
  change: RunChange | undefined
  raises: number
}

/** What several writes come to, worked out on the runs as they were read. */
export interface Decision {
  readonly results: readonly WriteResult[]
  readonly asked: readonly AskedRow[]
  readonly draft: WriteDraft
  readonly launches: readonly RunSpec[]
  /** Whether asking again, after this was stored, would say that it was written before. */
  readonly isRepeatable: boolean
}

const mergedChange = (before: RunChange | undefined, change: RunChange): RunChange => ({
  ...before,
  ...change,
  ...(before?.tags === undefined || change.tags === undefined ? {} : { tags: { ...before.tags, ...change.tags } }),
})

/** One step forward of a run: its events and its change. */
function advance(draft: WriteDraft, progress: RunProgress, { events, change }: Pick<RunWrite, 'events' | 'change'>): void {
  draftEvents(draft, progress.ord, progress.eventCount, events)
  progress.eventCount += events.length
  progress.run = { ...changedRun(progress.run, change), nextSeq: progress.run.nextSeq + events.length }
  if (change === undefined) return
  progress.change = mergedChange(progress.change, change)
  if (change.raiseEpoch) progress.raises++
}

const askedRow = ({ ord, version, run, eventCount, change, raises }: RunProgress): AskedRow => ({
  ord,
  run_id: run.runId,
  event_count: eventCount,
  last_batch: run.lastBatch,
  epoch: null,
  batch: null,
  statuses: null,
  version,
  change: change === undefined ? undefined : changeRow(change, raises),
})

/**
 * Applies writes in their order to runs as they were read, which is what a transaction that holds their locks would do.
 * Whatever it comes to may be stored only if no row has changed since.
 */
export function decideWrites(read: ReadonlyMap<string, RunVersion>, writes: readonly RunWrite[]): Decision {
  const draft = emptyDraft()
  const touched = new Map<string, RunProgress>()
  const launches: RunSpec[] = []
  const progressOf = (runId: string): RunProgress | undefined => {
    const from = read.get(runId)
    return from === undefined ? undefined : { ...from, ord: touched.size, eventCount: 0, change: undefined, raises: 0 }
  }
  const decide = (write: RunWrite): WriteResult => {
    const { runId, guard, also } = write
    const progress = touched.get(runId) ?? progressOf(runId)
    const answer = judgeGuard(progress?.run, guard)
    if (answer !== undefined || progress === undefined) return answer ?? { kind: 'refused', status: null, epoch: null }
    touched.set(runId, progress)
    const before = progress.run
    if (guard.kind === 'writer') progress.run = { ...before, lastBatch: guard.batch }
    advance(draft, progress, write)
    draftRecords(draft, progress.ord, write)
    const addition = also?.(before)
    if (addition !== undefined) advance(draft, progress, addition)
    draftNotifications(draft, progress.ord, addition?.notifications)
    for (const { spec, events } of addition?.launches ?? []) {
      draftLaunch(draft, writes.length + launches.push(spec), spec, events)
    }
    const { nextSeq, epoch, status } = progress.run
    return { kind: 'written', firstSeq: before.nextSeq, nextSeq, epoch, status }
  }
  const results = writes.map(decide)
  const all = [...touched.values()]
  for (const { ord, change } of all) draftTags(draft, ord, change?.tags)
  const isRepeatable = writes.every(({ guard }) => guard.kind === 'writer') && all.every(({ raises }) => raises === 0)
  return { results, asked: all.map(askedRow), draft, launches, isRepeatable }
}
