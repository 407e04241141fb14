import type { Clock } from '@pawl/core/plugin'
import type { Chance } from './chance.ts'
import type { Faults } from './faults.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { Fate, SiteName } from './sites.ts'
import type { Story } from './story.ts'
import type { Timeline } from './timeline.ts'

export interface GatewayOptions {
  readonly process: SimulatedProcess
  readonly timeline: Timeline
  readonly chance: Chance
  readonly faults: Faults
  readonly story: Story
}

/** What every request of a process that is gone gets. */
const never = <Result>(): Promise<Result> => new Promise(() => undefined)

const SLOW_MS = { least: 20, most: 900 }
const STALL_MS = { least: 100, most: 2_500 }

/**
 * The only way out of a simulated process. It decides when an effect happens and when its answer comes, and what goes wrong. A process that
 * crashes is one whose gateway answers nothing any more and lets nothing through: whatever its code still does, nobody sees.
 */
export class Gateway {
  readonly process: SimulatedProcess
  readonly #options: GatewayOptions

  constructor(options: GatewayOptions) {
    this.process = options.process
    this.#options = options
  }

  /** An effect whose answer is waited for. `about` is for the story. */
  request<Result>(site: SiteName, effect: () => Promise<Result>, about: () => string = () => ''): Promise<Result> {
    const { timeline, chance } = this.#options
    const fate = this.#fate(site, about)
    if (fate === undefined) return never()
    return new Promise((resolve, reject) => {
      const lost = (): void => this.#answer(fate, () => reject(new Error(`simulated: the answer of ${site} was lost`)))
      // Whoever gives up waiting may ask again before the first question has even arrived.
      const isOvertaken = fate === 'answer lost' && chance.is(0.3)
      if (isOvertaken) lost()
      timeline.after(isOvertaken ? chance.between(1, SLOW_MS.most) : this.#latency(fate), () => {
        // What a process had sent before it died may arrive, or not.
        if (this.process.isDead && chance.is(0.5)) return
        if (fate === 'fails') return this.#answer(fate, () => reject(new Error(`simulated: ${site} failed`)))
        effect().then(
          (result) => {
            if (fate === 'crashes after') this.process.die(`crashed after ${site}`)
            else if (fate !== 'answer lost') this.#answer(fate, () => resolve(result))
            else if (!isOvertaken) lost()
          },
          // Promises settle once: whoever was told of a loss is told nothing more.
          (error: unknown) => this.#answer(fate, () => reject(error)),
        )
      })
    })
  }

  /** An effect that nobody waits for. */
  signal(site: SiteName, effect: (delayMs: number) => void, about: () => string = () => ''): void {
    const fate = this.#fate(site, about)
    if (fate === undefined || fate === 'fails') return
    effect(this.#latency(fate))
    if (fate === 'crashes after') this.process.die(`crashed after ${site}`)
  }

  /** Time as this process has it. */
  clock(site: SiteName): Clock {
    return { now: () => this.now(), sleep: (ms, signal) => this.sleep(site, ms, signal) }
  }

  now(): number {
    return Math.floor(this.#options.timeline.now + this.process.clockOffsetMs)
  }

  sleep(site: SiteName, ms: number, signal?: AbortSignal): Promise<void> {
    const fate = this.#fate(site, () => `${Math.round(ms)} ms`, true)
    if (fate === undefined) return never()
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = (): void => {
        timer.cancel()
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const late = fate === 'is slow' ? this.#latency(fate) : 0
      const timer = this.#options.timeline.after(Math.max(0, ms) + late, () => {
        if (fate === 'crashes after') this.process.die(`crashed after ${site}`)
        this.process.reach(done)
      })
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  /** Undefined where the process is gone, or goes by this very call. */
  #fate(site: SiteName, about: () => string, isQuietStory = false): Fate | undefined {
    const { faults, chance, story } = this.#options
    if (this.process.isDead) return undefined
    const fate = faults.fate(site, this.process)
    if (!isQuietStory || fate !== 'goes well')
      story.tell(this.process.name, () => `${site} ${about()}${fate === 'goes well' ? '' : ` — ${fate}`}`)
    if (fate === 'crashes before') {
      this.process.die(`crashed before ${site}`)
      return undefined
    }
    if (fate === 'stalls') this.process.pause(chance.between(STALL_MS.least, STALL_MS.most))
    return fate
  }

  #latency(fate: Fate): number {
    const { chance } = this.#options
    return fate === 'is slow' ? chance.between(SLOW_MS.least, SLOW_MS.most) : chance.random() * 2
  }

  #answer(fate: Fate, arrive: () => void): void {
    this.#options.timeline.after(this.#latency(fate), () => this.process.reach(arrive))
  }
}
