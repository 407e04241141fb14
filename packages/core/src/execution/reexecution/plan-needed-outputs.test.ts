import { describe, expect, test } from 'vitest'
import { planned, reasonOf, rows } from '../../../test/reexecution-case.ts'
import { smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'

/** a -> b -> c, and d beside them. */
const chain = smallPlan({ a: {}, b: { ins: { x: 'a' } }, c: { ins: { x: 'b' } }, d: {} })

describe('outputs', () => {
  const facts = smallFacts({ a: {}, b: {}, c: { status: 'FAILURE' }, d: {} })

  test('only what an executing step needs is asked for', () => {
    const { unasked } = planned({ plan: chain, facts })
    expect(unasked).toEqual([{ stepKey: 'b', output: 'result', neededBy: 'c', stored: facts.steps[1]?.outputs[0]?.stored }])
    expect(planned({ plan: chain, facts, presence: { 'b/result/': 'present' } }).unasked).toEqual([])
  })

  test.each([
    ['missing', 'OUTPUT_MISSING', '"c" needs its output "result", which is gone from b/result.'],
    ['changed', 'OUTPUT_CHANGED', '"c" needs its output "result", which is not what was stored at b/result.'],
  ] as const)('one that is %s makes its producer execute, and what that needs is asked for next', (presence, code, text) => {
    const question = { plan: chain, facts, presence: { 'b/result/': presence } }
    expect(rows(question)).toEqual({ a: 'reuse', b: code, c: 'FAILED', d: 'reuse' })
    expect(reasonOf(question, 'b')).toEqual({ code, text, stepKey: 'c', output: { output: 'result' } })
    expect(planned(question).unasked.map(({ stepKey }) => stepKey)).toEqual(['a'])
    const both = { ...question, presence: { ...question.presence, 'a/result/': 'missing' as const } }
    expect(rows(both)).toEqual({ a: 'OUTPUT_MISSING', b: code, c: 'FAILED', d: 'reuse' })
  })

  test('what nobody needs is not missed', () => {
    expect(rows({ plan: chain, facts, presence: { 'a/result/': 'missing', 'd/result/': 'missing' } })).toMatchObject({
      a: 'reuse',
      d: 'reuse',
    })
  })

  test('a check that failed is a warning, and the output is taken to be there', () => {
    const { decisions, warnings, unasked } = planned({ plan: chain, facts, presence: { 'b/result/': 'unknown' } })
    expect([decisions[1]?.kind, unasked]).toEqual(['reuse', []])
    expect(warnings).toMatchObject([{ code: 'OUTPUT_UNCHECKED', text: expect.stringContaining('the outputs of "b"') }])
  })

  test('one that a load has found lost is missing, whatever a check says', () => {
    const lost = smallFacts({ a: {}, b: { lost: [{ output: 'result' }] }, c: { status: 'FAILURE' }, d: {} })
    const question = { plan: chain, facts: lost, presence: { 'b/result/': 'present' as const } }
    expect(reasonOf(question, 'b')).toMatchObject({
      code: 'OUTPUT_MISSING',
      text: '"c" needs its output "result", which could not be loaded from b/result.',
    })
  })

  test.each([
    [{ ioManager: 'memory' }, '"memory" kept in the memory of the process that made it'],
    [{ ioManager: 'disk', hostId: 'other' }, '"disk" keeps on the disk of host "other", while this run executes on "host"'],
    [{ ioManager: 'toString' }, 'was stored by the I/O manager "toString", which is there no more'],
  ])('one that this run cannot read (%j) makes its producer execute, and says why', (stored, why) => {
    const unreadable = smallFacts({ a: { stored }, b: { stored }, c: { status: 'FAILURE' }, d: { stored } })
    expect(rows({ plan: chain, facts: unreadable })).toEqual({
      a: 'OUTPUT_NOT_PERSISTED',
      b: 'OUTPUT_NOT_PERSISTED',
      c: 'FAILED',
      d: 'reuse',
    })
    expect(reasonOf({ plan: chain, facts: unreadable }, 'b')).toMatchObject({
      text: `"c" needs its output "result", which ${why}.`,
    })
    expect(planned({ plan: chain, facts: unreadable }).unasked).toEqual([])
  })

  test('one on the disk of this host can be read', () => {
    const stored = { ioManager: 'disk', hostId: 'host' }
    expect(rows({ plan: chain, facts: smallFacts({ a: {}, b: { stored }, d: {} }) })).toMatchObject({ b: 'reuse' })
  })

  test('one that was left out is not missed: it would be left out again', () => {
    const plan = smallPlan({ a: { outs: { x: '', y: '?' } }, b: { ins: { x: 'a/x', y: '?a/y' } } })
    const { decisions, unasked } = planned({ plan, facts: smallFacts({ a: { outs: { x: true } } }) })
    expect([decisions.map(({ kind }) => kind), unasked.map(({ output }) => output)]).toEqual([['reuse', 'execute'], ['x']])
  })
})
