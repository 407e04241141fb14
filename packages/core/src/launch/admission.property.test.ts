import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tags } from '../definition/tags.ts'
import { Admission, holdersOf } from './admission.ts'
import type { QueueLimits, TagConcurrencyLimit } from './queue-limits.ts'

const KEYS = ['team', 'customer', 'kind']
const VALUES = ['a', 'b', 'c']

const tagsArbitrary: fc.Arbitrary<Tags> = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 3 })
const limitArbitrary = fc.integer({ min: -1, max: 4 })
const tagLimitArbitrary: fc.Arbitrary<TagConcurrencyLimit> = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    value: fc.option(fc.constantFrom(...VALUES)),
    applyLimitPerUniqueValue: fc.constant(false),
    limit: limitArbitrary,
  }),
  fc.record({
    key: fc.constantFrom(...KEYS),
    value: fc.constant(null),
    applyLimitPerUniqueValue: fc.constant(true),
    limit: limitArbitrary,
  }),
)
const limitsArbitrary: fc.Arbitrary<QueueLimits> = fc.record({
  maxConcurrentRuns: fc.integer({ min: -1, max: 8 }),
  tagConcurrencyLimits: fc.array(tagLimitArbitrary, { maxLength: 4 }),
  pools: fc.constant({}),
})

/** The limits as a person would check them, with everything counted anew. */
function isOver({ maxConcurrentRuns, tagConcurrencyLimits }: QueueLimits, running: readonly Tags[]): boolean {
  if (maxConcurrentRuns >= 0 && running.length > maxConcurrentRuns) return true
  return tagConcurrencyLimits.some(({ key, value, applyLimitPerUniqueValue, limit }) => {
    if (limit < 0) return false
    const counted = running.flatMap((tags) =>
      tags[key] === undefined || (value !== null && tags[key] !== value) ? [] : [tags[key]],
    )
    if (!applyLimitPerUniqueValue) return counted.length > limit
    return VALUES.some((one) => counted.filter((other) => other === one).length > limit)
  })
}

test('a queue admitted in order is never over a limit, and nobody is left who could start', () => {
  const check = fc.property(limitsArbitrary, fc.array(tagsArbitrary, { maxLength: 25 }), (limits, queue) => {
    const admission = new Admission(limits, [])
    const running: Tags[] = []
    for (const tags of queue) {
      const couldStart = !isOver(limits, [...running, tags])
      // Who is blocked is blocked by a limit, and who is not starts, whoever is blocked before it.
      expect(admission.admit(tags).kind === 'admitted').toBe(couldStart)
      if (couldStart) running.push(tags)
    }
    expect(isOver(limits, running)).toBe(false)
    for (const tags of queue) expect(admission.judge(tags).kind === 'admitted').toBe(!isOver(limits, [...running, tags]))
  })
  fc.assert(check, { numRuns: 1_000 })
})

test('what is in progress already counts as if it had been admitted here, also where it is over a limit', () => {
  const check = fc.property(
    limitsArbitrary,
    fc.array(tagsArbitrary, { maxLength: 12 }),
    tagsArbitrary,
    (limits, running, tags) => {
      const inProgress = running.map((tag, index) => ({ runId: `${index}`, tags: tag }))
      const judgement = new Admission(limits, inProgress).judge(tags)
      // Limits that were lowered, and runs that count against several: only limits that are about this run matter to it.
      const relevant = limits.tagConcurrencyLimits.filter(
        ({ key, value }) => tags[key] !== undefined && (value === null || value === tags[key]),
      )
      const sameValue = relevant.map((limit) =>
        limit.applyLimitPerUniqueValue ? { ...limit, value: tags[limit.key] ?? '', applyLimitPerUniqueValue: false } : limit,
      )
      expect(judgement.kind === 'blocked').toBe(isOver({ ...limits, tagConcurrencyLimits: sameValue }, [...running, tags]))
      if (judgement.kind === 'admitted') return
      const holders = holdersOf(judgement.rule, inProgress)
      const { limit } = judgement.rule.kind === 'max-concurrent-runs' ? judgement.rule : judgement.rule.tagLimit
      expect(holders.length).toBeGreaterThanOrEqual(limit)
    },
  )
  fc.assert(check, { numRuns: 1_000 })
})

test('in a queue whose runs end in turn everyone who is not closed out starts, whatever order they end in', () => {
  const closed = fc.property(
    limitsArbitrary,
    fc.array(tagsArbitrary, { maxLength: 15 }),
    fc.infiniteStream(fc.nat()),
    (limits, queue, ends) => {
      const startable = queue.filter((tags) => !isOver(limits, [tags]))
      const waiting = [...queue]
      const running: Tags[] = []
      const started: Tags[] = []
      for (let turn = 0; turn < 4 * queue.length + 4; turn++) {
        const admission = new Admission(
          limits,
          running.map((tags) => ({ tags })),
        )
        for (const tags of [...waiting]) {
          if (admission.admit(tags).kind === 'blocked') continue
          waiting.splice(waiting.indexOf(tags), 1)
          running.push(tags)
          started.push(tags)
        }
        expect(isOver(limits, running)).toBe(false)
        const { value } = ends.next()
        if (running.length > 0) running.splice(value % running.length, 1)
      }
      expect(started).toHaveLength(startable.length)
    },
  )
  fc.assert(closed, { numRuns: 500 })
})

test('0 lets nothing run, and -1 everything', () => {
  const of = (maxConcurrentRuns: number) => new Admission({ maxConcurrentRuns, tagConcurrencyLimits: [], pools: {} }, [])
  expect(of(0).admit({})).toEqual({ kind: 'blocked', rule: { kind: 'max-concurrent-runs', limit: 0 } })
  expect([of(-1).isFull, of(-1).admit({}).kind]).toEqual([false, 'admitted'])
})
