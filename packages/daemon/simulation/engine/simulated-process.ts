import type { Timeline } from './timeline.ts'

/**
 * One process of the simulated world, as the world sees it: what reaches it, and whether it still does anything.
 *
 *   alive ⇄ paused (what reaches it waits) ──▶ dead (nothing reaches it, and nothing leaves it)
 */
export class SimulatedProcess {
  readonly name: string
  /** Milliseconds that its clock is ahead of the world's. */
  readonly clockOffsetMs: number
  readonly #timeline: Timeline
  readonly #onDeath: ((how: string) => void)[] = []
  #isDead = false
  #pausedUntil = 0
  #waiting: (() => void)[] = []

  constructor(name: string, { timeline, clockOffsetMs = 0 }: { readonly timeline: Timeline; readonly clockOffsetMs?: number }) {
    this.name = name
    this.clockOffsetMs = clockOffsetMs
    this.#timeline = timeline
  }

  get isDead(): boolean {
    return this.#isDead
  }

  get isPaused(): boolean {
    return !this.#isDead && this.#pausedUntil > this.#timeline.now
  }

  /** Called once, when it dies, with how. */
  onDeath(listener: (how: string) => void): void {
    this.#onDeath.push(listener)
  }

  die(how: string): void {
    if (this.#isDead) return
    this.#isDead = true
    this.#waiting = []
    for (const listener of this.#onDeath.splice(0)) listener(how)
  }

  /** It gets no time for so long, as when it is stopped or its machine sleeps. */
  pause(ms: number): void {
    if (this.#isDead) return
    const until = this.#timeline.now + ms
    if (until <= this.#pausedUntil) return
    this.#pausedUntil = until
    this.#timeline.after(ms, () => this.#wake())
  }

  /** Something reaches it: a message, an answer, its timer. */
  reach(arrive: () => void): void {
    if (this.#isDead) return
    if (this.isPaused) this.#waiting.push(arrive)
    else arrive()
  }

  #wake(): void {
    if (this.#isDead || this.isPaused) return
    // Each by itself, in the order in which they came.
    for (const arrive of this.#waiting.splice(0)) this.#timeline.after(0, () => this.reach(arrive))
  }
}
