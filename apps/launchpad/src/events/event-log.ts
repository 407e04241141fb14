import { type Store, store } from '../ui/store.ts'
import { eventAt, firstSeq, lastSeq, type SlimEvent } from './event-columns.ts'
import { EMPTY_WINDOW, type EventWindow, type EventWindowChange, rowAt, rowCount, windowAfter } from './event-window.ts'

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
export const eventLog = (source: EventSource): EventLog => new FilteredLog(source)

class FilteredLog implements EventLog {
  readonly state: Store<EventLogState> = store<EventLogState>({ window: EMPTY_WINDOW, opened: false, problem: undefined })
  readonly #source: EventSource
  #isStopped = false
  #isBusy = false
  #shown: { readonly from: number; readonly to: number } | undefined
  #stopFollowing: (() => void) | false | undefined

  constructor(source: EventSource) {
    this.#source = source
  }

  start(): () => void {
    this.#isStopped = false
    void this.#open()
    const stopCatchUp = this.#source.onCatchUp(() => void (this.state.get().opened ? this.#catchUp() : this.#open()))
    return () => {
      this.#isStopped = true
      stopCatchUp()
      if (this.#stopFollowing) this.#stopFollowing()
      this.#stopFollowing = undefined
    }
  }

  show(from: number, to: number): void {
    this.#shown = { from, to }
    this.#fillGap()
  }

  #change(change: EventWindowChange): void {
    const { window } = this.state.get()
    this.state.set({ opened: true, problem: undefined, window: windowAfter(window, change) })
  }

  /** One request at a time: two pages for the same gap would only be thrown away. */
  async #work(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy || this.#isStopped) return
    this.#isBusy = true
    try {
      await work()
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      if (!this.#isStopped) this.state.set({ ...this.state.get(), problem })
      return
    } finally {
      this.#isBusy = false
    }
    // A jump into the middle needs many pages; each asks for the next while it is still looked at.
    this.#fillGap()
  }

  async #open(): Promise<void> {
    await this.#work(async () => {
      const [total, page] = await Promise.all([
        this.#source.countEvents(),
        this.#source.loadPage({ cursor: null, reverse: true }),
      ])
      if (!this.#isStopped) {
        this.#change({ kind: 'opened', events: page.events.toReversed(), total, complete: !page.hasMore })
      }
    })
    if (this.#isStopped || !this.state.get().opened) return
    this.#stopFollowing ??= this.#source.follow(
      () => this.#newest(),
      (events) => this.#change({ kind: 'live', events }),
    )
  }

  #newest(): string {
    return String(lastSeq(this.state.get().window.tail) ?? 0)
  }

  #catchUp(): Promise<void> {
    return this.#work(async () => {
      for (let more = true; more && !this.#isStopped; ) {
        const page = await this.#source.loadPage({ cursor: this.#newest(), reverse: false })
        this.#change({ kind: 'live', events: page.events })
        more = page.hasMore
      }
    })
  }

  #fillGap(): void {
    const { window, opened } = this.state.get()
    if (!opened || !this.#shown || window.complete) return
    const { from, to } = this.#shown
    const rows = [from, Math.floor((from + to) / 2), to].map((index) => rowAt(window, index))
    const gap = rows.find((row) => row?.kind === 'gap')
    if (gap?.kind === 'gap') void this.#work(() => this.#loadSide(gap.nearer))
  }

  async #loadSide(side: 'head' | 'tail'): Promise<void> {
    const { window } = this.state.get()
    const seq = side === 'head' ? lastSeq(window.head) : firstSeq(window.tail)
    const reverse = side === 'tail'
    const page = await this.#source.loadPage({ cursor: seq === undefined ? null : String(seq), reverse })
    const complete = !page.hasMore
    if (reverse) this.#change({ kind: 'earlier', events: page.events.toReversed(), complete })
    else this.#change({ kind: 'head', events: page.events, complete })
  }
}

/** The place of an event in the loaded log; undefined where it is not loaded. */
export function indexOfSeq(window: EventWindow, seq: number): number | undefined {
  const tailStart = rowCount(window) - window.tail.length
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
