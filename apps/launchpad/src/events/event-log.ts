import { type Store, store } from '../ui/store.ts'
import { eventAt, firstSeq, lastSeq, type SlimEvent } from './event-columns.ts'
import { EMPTY_WINDOW, type EventWindow, type EventWindowChange, rowAt, windowAfter } from './event-window.ts'

export interface EventPage {
  readonly events: readonly SlimEvent[]
  readonly hasMore: boolean
}

/** Where the events of one run and one filter come from. Cursors are event numbers as text. */
export interface EventSource {
  loadPage(page: { readonly cursor: string | null; readonly reverse: boolean }): Promise<EventPage>
  countEvents(): Promise<number>
  /** Calls back with events after `resumeFrom()`; false where the run has ended and there will be none. */
  follow(resumeFrom: () => string, onEvents: (events: readonly SlimEvent[]) => void): (() => void) | false
  onCatchUp(listener: () => void): () => void
}

export interface EventLogState {
  readonly window: EventWindow
  readonly opened: boolean
  readonly problem: string | undefined
}

export interface EventLog {
  readonly state: Store<EventLogState>
  start(): () => void
  /** Says which rows are looked at: gaps among them are loaded, from the nearer side. */
  show(from: number, to: number): void
}

/** A filtered log that is opened at its end and grows on both sides. */
export function eventLog(source: EventSource): EventLog {
  const state = store<EventLogState>({ window: EMPTY_WINDOW, opened: false, problem: undefined })
  let stopped = false
  let busy = false
  let shown: { readonly from: number; readonly to: number } | undefined

  const change = (next: EventWindowChange): void =>
    state.set({ ...state.get(), opened: true, problem: undefined, window: windowAfter(state.get().window, next) })
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy || stopped) return
    busy = true
    try {
      await work()
    } catch (error) {
      if (!stopped) state.set({ ...state.get(), problem: error instanceof Error ? error.message : String(error) })
      return
    } finally {
      busy = false
    }
    // A jump into the middle needs many pages; each asks for the next while it is still looked at.
    fillGap()
  }

  const fillGap = (): void => {
    const { window, opened } = state.get()
    if (!opened || !shown || window.complete) return
    const rows = [shown.from, Math.floor((shown.from + shown.to) / 2), shown.to].map((index) => rowAt(window, index))
    const gap = rows.find((row) => row?.kind === 'gap')
    if (gap?.kind === 'gap')
      void run(() => (gap.nearer === 'head' ? loadHead(source, state, change) : loadEarlier(source, state, change)))
  }

  const open = (): Promise<void> =>
    run(async () => {
      const [total, page] = await Promise.all([source.countEvents(), source.loadPage({ cursor: null, reverse: true })])
      if (!stopped) change({ kind: 'opened', events: page.events.toReversed(), total, complete: !page.hasMore })
    })

  const newest = (): string => String(lastSeq(state.get().window.tail) ?? 0)
  const catchUp = (): void => {
    if (!state.get().opened) return void open().then(follow)
    void run(async () => {
      let more = true
      while (more && !stopped) {
        const page = await source.loadPage({ cursor: newest(), reverse: false })
        change({ kind: 'live', events: page.events })
        more = page.hasMore
      }
    })
  }

  let stopFollowing: (() => void) | false | undefined
  const follow = (): void => {
    if (stopped || !state.get().opened) return
    stopFollowing ??= source.follow(newest, (events) => change({ kind: 'live', events }))
  }

  return {
    state,
    start() {
      stopped = false
      void open().then(follow)
      const stopCatchUp = source.onCatchUp(catchUp)
      return () => {
        stopped = true
        stopCatchUp()
        if (stopFollowing) stopFollowing()
        stopFollowing = undefined
      }
    },
    show(from, to) {
      shown = { from, to }
      fillGap()
    },
  }
}

type Change = (next: EventWindowChange) => void

async function loadHead(source: EventSource, state: Store<EventLogState>, change: Change): Promise<void> {
  const last = lastSeq(state.get().window.head)
  const page = await source.loadPage({ cursor: last === undefined ? null : String(last), reverse: false })
  change({ kind: 'head', events: page.events, complete: !page.hasMore })
}

async function loadEarlier(source: EventSource, state: Store<EventLogState>, change: Change): Promise<void> {
  const first = firstSeq(state.get().window.tail)
  const page = await source.loadPage({ cursor: first === undefined ? null : String(first), reverse: true })
  change({ kind: 'earlier', events: page.events.toReversed(), complete: !page.hasMore })
}

/** The place of an event in the loaded log; undefined where it is not loaded. */
export function indexOfSeq(window: EventWindow, seq: number): number | undefined {
  const tailStart =
    (window.complete ? window.tail.length : Math.max(window.total, window.head.length + window.tail.length)) - window.tail.length
  for (const [events, offset] of [[window.tail, tailStart] as const, [window.head, 0] as const]) {
    let low = 0
    let high = events.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = eventAt(events, middle)?.seq ?? 0
      if (at === seq) return offset + middle
      if (at < seq) low = middle + 1
      else high = middle - 1
    }
  }
  return undefined
}
