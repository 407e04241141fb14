import { describe, expect, test } from 'vitest'
import { reasonOf, rows } from '../../../test/reexecution-case.ts'
import { smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'

/** a -> b -> c, and d beside them. */
const chain = smallPlan({ a: {}, b: { ins: { x: 'a' } }, c: { ins: { x: 'b' } }, d: {} })

describe('strategies', () => {
  const done = smallFacts({ a: {}, b: {}, c: {}, d: {} })
  const failed = smallFacts({ a: {}, b: { status: 'FAILURE' }, d: { status: 'FAILURE' } })

  test('ALL_STEPS executes everything', () => {
    const question = { plan: chain, facts: done, strategy: 'ALL_STEPS' } as const
    expect(rows(question)).toEqual({ a: 'SELECTED', b: 'SELECTED', c: 'SELECTED', d: 'SELECTED' })
    expect(reasonOf(question, 'a')).toEqual({ code: 'SELECTED', text: 'Every step was asked for.' })
  })

  test('SELECTED executes the selection and reuses the rest; what lies below is not part of the run', () => {
    expect(rows({ plan: chain, facts: done, strategy: 'SELECTED', select: 'b' })).toEqual({
      a: 'reuse',
      b: 'SELECTED',
      c: 'omit',
      d: 'reuse',
    })
  })

  test('FROM_SELECTED executes what lies below, too', () => {
    expect(rows({ plan: chain, facts: done, strategy: 'FROM_SELECTED', select: 'b' })).toEqual({
      a: 'reuse',
      b: 'SELECTED',
      c: 'SELECTED',
      d: 'reuse',
    })
  })

  test('what a selected step needs and what cannot be reused executes unasked, with its reason', () => {
    const question = { plan: chain, facts: failed, strategy: 'SELECTED', select: 'c' } as const
    expect(rows(question)).toEqual({ a: 'reuse', b: 'FAILED', c: 'SELECTED', d: 'omit' })
    expect(reasonOf(question, 'b')).toEqual({
      code: 'FAILED',
      text: 'It failed in run parent. It was not selected, but "c" needs it.',
    })
    expect(rows({ ...question, presence: { 'a/result/': 'missing' } })).toMatchObject({ a: 'OUTPUT_MISSING' })
  })

  test('a step between two selected ones executes: it would be made of two runs otherwise', () => {
    expect(rows({ plan: chain, facts: done, strategy: 'SELECTED', select: 'a, c' })).toMatchObject({ b: 'DOWNSTREAM' })
  })

  test('what merely comes before a selected step is not brought in', () => {
    const plan = smallPlan({ a: {}, b: { after: ['a'] } })
    const facts = smallFacts({ a: { status: 'FAILURE' } })
    expect(rows({ plan, facts, strategy: 'SELECTED', select: 'b' })).toEqual({ a: 'omit', b: 'SELECTED' })
  })

  test('FROM_FAILURE of a selection leaves other failed steps alone', () => {
    expect(rows({ plan: chain, facts: failed, select: 'b*' })).toEqual({
      a: 'reuse',
      b: 'FAILED',
      c: 'NEVER_STARTED',
      d: 'omit',
    })
  })

  test('SELECTED and FROM_SELECTED without a selection, and selections of nothing, are refused', () => {
    expect(() => rows({ plan: chain, facts: done, strategy: 'SELECTED' })).toThrow('says which ops it selects')
    expect(() => rows({ plan: chain, facts: done, strategy: 'FROM_SELECTED' })).toThrow('says which ops it selects')
    expect(() => rows({ plan: chain, facts: done, select: 'bb' })).toThrow('Did you mean')
  })
})

describe('what the run before left out', () => {
  const plan = smallPlan({ a: {}, b: { ins: { x: '?a' } }, c: { ins: { x: 'b', a: '?a' } }, z: { ins: { x: '?a' } } })
  const facts = smallFacts({ b: {}, c: { status: 'FAILURE' } }, { leftOut: ['a', 'z'], plan })

  test('stays out as long as it is not selected: what went without it goes without it again', () => {
    expect(rows({ plan, facts, select: 'b, c' })).toEqual({ a: 'omit', b: 'reuse', c: 'FAILED', z: 'omit' })
    expect(reasonOf({ plan, facts, select: 'b, c' }, 'a')).toBe('It was not part of run parent either.')
    expect(rows({ plan, facts: smallFacts({ b: {} }, { leftOut: ['a', 'z'], plan }), select: 'b, c' })).toMatchObject({
      a: 'omit',
      c: 'NEVER_STARTED',
    })
  })

  test('executes when it is selected, or needed by what was left out with it', () => {
    expect(rows({ plan, facts })).toEqual({ a: 'NEVER_STARTED', b: 'DOWNSTREAM', c: 'FAILED', z: 'NEVER_STARTED' })
    expect(rows({ plan, facts, select: 'z' })).toEqual({ a: 'NEVER_STARTED', b: 'omit', c: 'omit', z: 'NEVER_STARTED' })
    expect(reasonOf({ plan, facts, select: 'z' }, 'a')).toMatchObject({
      text: 'It was not part of run parent. It was not selected, but "z" needs it.',
    })
  })

  test('a step that is new needs it', () => {
    const more = smallPlan({ a: {}, b: { ins: { x: '?a' } }, y: { ins: { x: '?a' } } })
    const before = smallFacts({ b: {} }, { leftOut: ['a'], plan: smallPlan({ a: {}, b: { ins: { x: '?a' } } }) })
    expect(rows({ plan: more, facts: before, select: 'b, y' })).toEqual({ a: 'NEVER_STARTED', b: 'DOWNSTREAM', y: 'NEW_STEP' })
  })
})
