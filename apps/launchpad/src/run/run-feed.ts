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
  return {
    state,
    start() {
      const follower = new RunFollower(source, state)
      return () => follower.stop()
    },
  }
}

class RunFollower {
  readonly #source: RunSource
  readonly #state: Store<RunFeedState>
  readonly #stopCatchUp: () => void
  #stopFollowing: (() => void) | undefined
  #isStopped = false
  #isLoading = false
  #loadAgain = false
  #cursor = '0'
  #status = ''
  #ended = false
  /** What came in while the pages were read; it is newer than they are. */
  #meanwhile: StepState[] = []

  constructor(source: RunSource, state: Store<RunFeedState>) {
    this.#source = source
    this.#state = state
    this.#reload()
    this.#stopCatchUp = source.onCatchUp(() => {
      if (!this.#ended || !state.get().loaded) this.#reload()
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#stopFollowing?.()
    this.#stopCatchUp()
  }

  #reload(): void {
    if (this.#isLoading) {
      this.#loadAgain = true
      return
    }
    this.#isLoading = true
    this.#load()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isLoading = false
        if (!this.#loadAgain || this.#isStopped) return
        this.#loadAgain = false
        this.#reload()
      })
  }

  async #load(): Promise<void> {
    this.#meanwhile = []
    const pages: StepState[] = []
    for (let cursor: string | null = null; ; ) {
      const page: StepPage = await this.#source.loadSteps(cursor)
      if (this.#isStopped) return
      if (cursor === null) this.#follow(page)
      pages.push(...page.steps)
      if (!page.hasMore) break
      cursor = page.cursor
    }
    const steps = withSteps(withSteps(NO_STEPS, pages), this.#meanwhile)
    this.#state.set({ steps, loaded: true, problem: undefined })
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return
    this.#state.set({ ...this.#state.get(), problem: error instanceof Error ? error.message : String(error) })
  }

  #follow(first: StepPage): void {
    // Also a run that has ended: its one message settles what another query, a moment earlier, may have seen otherwise.
    if (this.#stopFollowing) return
    this.#cursor = first.eventsCursor
    this.#status = first.status
    this.#stopFollowing = this.#source.follow(
      () => this.#cursor,
      (message) => this.#take(message),
    )
  }

  #take(message: RunMessage): void {
    this.#cursor = message.cursor
    if (this.#isLoading) this.#meanwhile.push(...message.steps)
    const state = this.#state.get()
    const steps = withSteps(state.steps, message.steps)
    if (steps !== state.steps) this.#state.set({ ...state, steps })
    const turned = this.#status !== message.status
    this.#status = message.status
    this.#ended = message.done
    if (turned || message.total !== steps.order.length) this.#reload()
  }
}
