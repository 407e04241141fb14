import type { Clock, ReexecutionPreview } from '@pawl/core/plugin'

/** Previews that the next page may be asked of. */
const MOST = 20
const KEPT_MS: number = 5 * 60_000

/** The newest previews, so that all pages of one say the same, and a large one is not decided again for each of them. */
export class PreviewCache {
  readonly #clock: Pick<Clock, 'now'>
  readonly #kept: Map<string, { readonly preview: ReexecutionPreview; readonly until: number }> = new Map()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  get(id: string): ReexecutionPreview | undefined {
    const kept = this.#kept.get(id)
    return kept !== undefined && kept.until > this.#clock.now() ? kept.preview : undefined
  }

  keep(id: string, preview: ReexecutionPreview): void {
    this.#kept.delete(id)
    this.#kept.set(id, { preview, until: this.#clock.now() + KEPT_MS })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest)
  }
}
