import type { CapturedLogKey, CapturedLogs } from '@pawl/core/plugin'

const SLICE_BYTES = 64 * 1024

/** A piece of what a step has printed. */
export interface CapturedText {
  readonly key: CapturedLogKey
  /** Whole lines; at the end of a log also one that was not finished. */
  readonly text: string
}

interface Place {
  offset: number
  /** An unfinished line: its rest may still come. */
  rest: string
}

/** Reads on in all captured logs of a run, or of some of its steps, from where it stopped before. */
export class CapturedReader {
  readonly #logs: CapturedLogs
  readonly #runId: string
  readonly #steps: ReadonlySet<string> | undefined
  readonly #places: Map<string, Place> = new Map()

  constructor(logs: CapturedLogs, runId: string, steps: readonly string[] | undefined) {
    this.#logs = logs
    this.#runId = runId
    this.#steps = steps === undefined ? undefined : new Set(steps)
  }

  /** What has come since; with `isLast` also lines that nobody has finished. */
  async *read(isLast: boolean): AsyncGenerator<CapturedText, void, void> {
    for (const key of await this.#logs.listLogs(this.#runId)) {
      if (this.#steps !== undefined && !this.#steps.has(key.stepKey ?? '')) continue
      yield* this.#readLog(key, isLast)
    }
  }

  async *#readLog(key: CapturedLogKey, isLast: boolean): AsyncGenerator<CapturedText, void, void> {
    const name = `${key.stepKey} ${key.attempt} ${key.stream}`
    const place = this.#places.get(name) ?? { offset: 0, rest: '' }
    this.#places.set(name, place)
    for (;;) {
      const slice = await this.#logs.readLog(key, { offset: place.offset, limitBytes: SLICE_BYTES })
      const isWhole = slice.nextOffset >= slice.sizeBytes
      place.offset = slice.nextOffset
      const text = place.rest + slice.text
      const end = isLast && isWhole ? text.length : text.lastIndexOf('\n') + 1
      place.rest = text.slice(end)
      if (end > 0) yield { key, text: text.slice(0, end) }
      if (isWhole || slice.text === '') return
    }
  }
}
