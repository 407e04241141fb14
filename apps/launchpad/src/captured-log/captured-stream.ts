import { type Store, store } from '../ui/store.ts'
import { appendSlice, type LogLines, type LogSlice, noLines, prependSlice } from './log-lines.ts'

export interface SizedSlice extends LogSlice {
  readonly sizeBytes: number
}

/** Where one captured stream comes from. */
export interface StreamSource {
  read(offset: number, limitBytes: number): Promise<SizedSlice>
  /** Calls back with slices from `resumeFrom()` on; false where the stream will not grow. */
  follow(resumeFrom: () => number, onSlice: (slice: SizedSlice) => void): (() => void) | false
  onCatchUp(listener: () => void): () => void
}

export interface CapturedStreamState {
  readonly log: LogLines
  readonly loaded: boolean
  readonly loadingEarlier: boolean
  readonly problem: string | undefined
}

export interface CapturedStream {
  readonly state: Store<CapturedStreamState>
  start(): () => void
  loadEarlier(): void
}

const PART_BYTES = 256 * 1024

/** A captured stream from its end, lengthened at its beginning on demand and at its end as it is written. */
export function capturedStream(source: StreamSource): CapturedStream {
  const state = store<CapturedStreamState>({ log: noLines(), loaded: false, loadingEarlier: false, problem: undefined })
  let stopFollowing: (() => void) | false | undefined
  let stopped = false

  const fail = (error: unknown): void => {
    if (!stopped)
      state.set({ ...state.get(), loadingEarlier: false, problem: error instanceof Error ? error.message : String(error) })
  }
  const append = (slice: LogSlice): void => {
    const { log } = state.get()
    const next = appendSlice(log, slice)
    if (next !== log) state.set({ ...state.get(), log: next })
  }
  const open = async (): Promise<void> => {
    const slice = await source.read(-PART_BYTES, PART_BYTES)
    if (stopped) return
    state.set({ ...state.get(), loaded: true, problem: undefined, log: appendSlice(noLines(slice.offset), slice) })
    stopFollowing ??= source.follow(() => state.get().log.nextOffset, append)
  }
  const catchUp = async (): Promise<void> => {
    if (!state.get().loaded) return open()
    let more = true
    while (more && !stopped) {
      const slice = await source.read(state.get().log.nextOffset, PART_BYTES)
      append(slice)
      more = slice.nextOffset > slice.offset && slice.nextOffset < slice.sizeBytes
    }
  }

  return {
    state,
    start() {
      stopped = false
      open().catch(fail)
      const stopCatchUp = source.onCatchUp(() => void catchUp().catch(fail))
      return () => {
        stopped = true
        stopCatchUp()
        if (stopFollowing) stopFollowing()
        stopFollowing = undefined
      }
    },
    loadEarlier() {
      const { log, loadingEarlier } = state.get()
      if (loadingEarlier || log.firstOffset === 0) return
      state.set({ ...state.get(), loadingEarlier: true })
      const from = Math.max(0, log.firstOffset - PART_BYTES)
      source
        .read(from, log.firstOffset - from)
        .then((slice) => state.set({ ...state.get(), loadingEarlier: false, log: prependSlice(state.get().log, slice) }))
        .catch(fail)
    },
  }
}
