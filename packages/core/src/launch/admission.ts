import type { Tags } from '../definition/tags.ts'
import type { RunInProgress } from '../storage/run-queue.ts'
import type { QueueLimits, TagConcurrencyLimit } from './queue-limits.ts'

/** A limit that is reached; `value` is that of the run's tag. */
export type BlockingRule =
  | { readonly kind: 'max-concurrent-runs'; readonly limit: number }
  | { readonly kind: 'tag-concurrency-limit'; readonly tagLimit: TagConcurrencyLimit; readonly value: string }

export type Judgement = { readonly kind: 'admitted' } | { readonly kind: 'blocked'; readonly rule: BlockingRule }

const ADMITTED: Judgement = { kind: 'admitted' }

/** The value of the tag where the limit is about this run, else undefined. */
export function limitedValue({ key, value }: TagConcurrencyLimit, tags: Tags): string | undefined {
  const given = Object.hasOwn(tags, key) ? tags[key] : undefined
  return value === null || value === given ? given : undefined
}

/** What is counted together: the runs with one value, or all that the limit is about. */
const counterOf = ({ applyLimitPerUniqueValue }: TagConcurrencyLimit, value: string): string =>
  applyLimitPerUniqueValue ? value : ''

/**
 * Which runs may start beside those in progress. Runs are asked for in the order of the queue; one that is admitted counts at once, and
 * one that is blocked keeps nobody behind it waiting. A run that is blocked stays so: what is used only grows.
 */
export class Admission {
  readonly #maxConcurrentRuns: number
  readonly #tagLimits: readonly { readonly tagLimit: TagConcurrencyLimit; readonly used: Map<string, number> }[]
  #running = 0

  constructor({ maxConcurrentRuns, tagConcurrencyLimits }: QueueLimits, inProgress: Iterable<Pick<RunInProgress, 'tags'>>) {
    this.#maxConcurrentRuns = maxConcurrentRuns
    this.#tagLimits = tagConcurrencyLimits.flatMap((tagLimit) => (tagLimit.limit < 0 ? [] : [{ tagLimit, used: new Map() }]))
    for (const { tags } of inProgress) this.#count(tags)
  }

  /** True when no run at all can be admitted any more. */
  get isFull(): boolean {
    return this.#maxConcurrentRuns >= 0 && this.#running >= this.#maxConcurrentRuns
  }

  /** Whether a run with these tags might start now; it does not count. */
  judge(tags: Tags): Judgement {
    if (this.isFull) return { kind: 'blocked', rule: { kind: 'max-concurrent-runs', limit: this.#maxConcurrentRuns } }
    for (const { tagLimit, used } of this.#tagLimits) {
      const value = limitedValue(tagLimit, tags)
      if (value !== undefined && (used.get(counterOf(tagLimit, value)) ?? 0) >= tagLimit.limit)
        return { kind: 'blocked', rule: { kind: 'tag-concurrency-limit', tagLimit, value } }
    }
    return ADMITTED
  }

  /** The same, and counts it where it is admitted. */
  admit(tags: Tags): Judgement {
    const judgement = this.judge(tags)
    if (judgement.kind === 'admitted') this.#count(tags)
    return judgement
  }

  #count(tags: Tags): void {
    this.#running++
    for (const { tagLimit, used } of this.#tagLimits) {
      const value = limitedValue(tagLimit, tags)
      if (value === undefined) continue
      const counter = counterOf(tagLimit, value)
      used.set(counter, (used.get(counter) ?? 0) + 1)
    }
  }
}

/** The runs that count against a limit that is reached. */
export function holdersOf(rule: BlockingRule, inProgress: readonly RunInProgress[]): readonly RunInProgress[] {
  if (rule.kind === 'max-concurrent-runs') return inProgress
  const { tagLimit, value } = rule
  const counter = counterOf(tagLimit, value)
  return inProgress.filter(({ tags }) => {
    const other = limitedValue(tagLimit, tags)
    return other !== undefined && counterOf(tagLimit, other) === counter
  })
}
