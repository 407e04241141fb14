import { NO_STEPS, type StepList, type StepState, withSteps } from '../timeline/step-list.ts'
import { type Store, store } from '../ui/store.ts'

export interface StepPage {
  readonly steps: readonly StepState[]
  readonly cursor: string | null
  readonly hasMore: boolean
  /** The number of the run's newest event when the page was read. */
  readonly eventsCursor: string
  readonly status: string
}

export interface RunMessage {
  readonly cursor: string
  readonly steps: readonly StepState[]
  /** How many steps the run has by now. */
  readonly total: number
  readonly status: string
  readonly done: boolean
}

/** Where a run's steps come from. */
export interface RunSource {
  loadSteps(cursor: string | null): Promise<StepPage>
  /** Calls back with every message after `resumeFrom()`, which is asked again after every reconnect. */
  follow(resumeFrom: () => string, onMessage: (message: RunMessage) => void): () => void
  /** Calls back when messages may have been missed. */
  onCatchUp(listener: () => void): () => void
}

export interface RunFeedState {
  readonly steps: StepList
  readonly loaded: boolean
  readonly problem: string | undefined
}

/**
 * The steps of one run, kept up to date until it ends: first all of them in pages, then what changes. All are read again
 * when the run takes a turn that touches steps no event names: it starts (now there is a plan), a dynamic op expands, it
 * ends (what was open is interrupted).
 */
export function runFeed(source: RunSource): { readonly state: Store<RunFeedState>; readonly start: () => () => void } {
  const state = store<RunFeedState>({ steps: NO_STEPS, loaded: false, problem: undefined })
  return { state, start: () => startFeed(source, state) }
}

function startFeed(source: RunSource, state: Store<RunFeedState>): () => void {
  let stopped = false
  let cursor = '0'
  let status: string | undefined
  let ended = false
  let loading: Promise<void> | undefined
  let again = false
  /** What came in while the pages were read; it is newer than they are. */
  let meanwhile: StepState[] = []
  let stopFollowing: (() => void) | undefined

  const load = async (): Promise<void> => {
    meanwhile = []
    const pages: StepState[] = []
    let page: StepPage | undefined
    do {
      page = await source.loadSteps(page?.cursor ?? null)
      if (stopped) return
      if (pages.length === 0) follow(page)
      pages.push(...page.steps)
    } while (page.hasMore)
    state.set({ steps: withSteps(withSteps(NO_STEPS, pages), meanwhile), loaded: true, problem: undefined })
  }

  const reload = (): void => {
    if (loading) {
      again = true
      return
    }
    loading = load()
      .catch((error: unknown) => {
        if (!stopped) state.set({ ...state.get(), problem: error instanceof Error ? error.message : String(error) })
      })
      .finally(() => {
        loading = undefined
        if (!again || stopped) return
        again = false
        reload()
      })
  }

  const follow = (first: StepPage): void => {
    // Also a run that has ended: its one message settles what another query, a moment earlier, may have seen otherwise.
    if (stopFollowing) return
    cursor = first.eventsCursor
    status = first.status
    stopFollowing = source.follow(() => cursor, onMessage)
  }

  const onMessage = (message: RunMessage): void => {
    cursor = message.cursor
    if (loading) meanwhile.push(...message.steps)
    const { steps } = state.get()
    const next = withSteps(steps, message.steps)
    if (next !== steps) state.set({ ...state.get(), steps: next })
    const turned = status !== message.status
    status = message.status
    ended = message.done
    if (turned || message.total !== next.order.length) reload()
  }

  reload()
  const stopCatchUp = source.onCatchUp(() => {
    if (!ended || !state.get().loaded) reload()
  })
  return () => {
    stopped = true
    stopFollowing?.()
    stopCatchUp()
  }
}
