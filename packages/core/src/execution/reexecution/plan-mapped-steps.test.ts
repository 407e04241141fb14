import { describe, expect, test } from 'vitest'
import { type Case, planned, reasonOf, rows } from '../../../test/reexecution-case.ts'
import { type DidSpec, smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'

describe('mapped steps', () => {
  const plan = smallPlan({
    split: { outs: { result: '*' } },
    m: { over: 'split', ins: { x: 'split#' } },
    n: { over: 'split', ins: { x: 'm' } },
    all: { ins: { xs: 'n*' } },
    beside: { over: 'split', ins: { xs: 'm*' } },
  })
  const keys = ['k1', 'k2', 'k3']
  const copies = (step: string, did: DidSpec = {}): Record<string, DidSpec> =>
    Object.fromEntries(keys.map((key) => [`${step}[${key}]`, did]))
  const done = { split: { outs: { result: keys } }, ...copies('m'), ...copies('n'), all: {}, ...copies('beside') }

  test('only the failed items run again, and what follows them', () => {
    const facts = smallFacts({ ...done, 'm[k2]': { status: 'FAILURE' } })
    expect(rows({ plan, facts })).toEqual({
      split: 'reuse',
      'm[k1]': 'reuse',
      'm[k2]': 'FAILED',
      'm[k3]': 'reuse',
      'n[k1]': 'reuse',
      'n[k2]': 'DOWNSTREAM',
      'n[k3]': 'reuse',
      all: 'DOWNSTREAM',
      // It takes all of m, so each of its copies waits for each of m's.
      'beside[k1]': 'DOWNSTREAM',
      'beside[k2]': 'DOWNSTREAM',
      'beside[k3]': 'DOWNSTREAM',
    })
    expect(planned({ plan, facts }).unasked.map(({ stepKey, mappingKey }) => mappingKey ?? stepKey)).toEqual([
      'm[k1]',
      'm[k3]',
      'n[k1]',
      'n[k3]',
      'k2',
    ])
  })

  test('a missing item makes the step execute that made it, and everything mapped over it anew', () => {
    const facts = smallFacts({ ...done, 'm[k2]': { status: 'FAILURE' } })
    expect(rows({ plan, facts, presence: { 'split/result/k2': 'missing' } })).toEqual({
      split: 'OUTPUT_MISSING',
      'm[?]': 'DOWNSTREAM',
      'n[?]': 'DOWNSTREAM',
      all: 'DOWNSTREAM',
      'beside[?]': 'DOWNSTREAM',
    })
    expect(reasonOf({ plan, facts, presence: { 'split/result/k2': 'missing' } }, 'split')).toMatchObject({
      text: '"m[k2]" needs its output "result[k2]", which is gone from split/result/k2.',
    })
    expect(rows({ plan, facts, presence: { 'split/result/k1': 'missing' } })).toMatchObject({ split: 'reuse' })
  })

  test('a missing output of one copy makes that copy execute', () => {
    const facts = smallFacts({ ...done, all: { status: 'FAILURE' } })
    expect(rows({ plan, facts, presence: { 'n[k3]/result/': 'missing' } })).toMatchObject({
      'n[k2]': 'reuse',
      'n[k3]': 'OUTPUT_MISSING',
      'm[k3]': 'reuse',
      all: 'FAILED',
      'beside[k3]': 'reuse',
    })
  })

  test('no items are no copies: what collects gets an empty list again', () => {
    const facts = smallFacts({ split: { outs: { result: [] } } })
    expect(rows({ plan, facts })).toEqual({ split: 'reuse', m: 'skip', n: 'skip', all: 'NEVER_STARTED', beside: 'skip' })
    expect(reasonOf({ plan, facts }, 'm')).toBe('There are no items to run it for.')
  })

  test('a dynamic output that was left out skips what is mapped over it', () => {
    const optional = smallPlan({ split: { outs: { result: '?*' } }, m: { over: 'split' }, all: { ins: { xs: 'm*' } } })
    expect(rows({ plan: optional, facts: smallFacts({ split: { outs: {} } }) })).toEqual({
      split: 'reuse',
      m: 'skip',
      all: 'skip',
    })
    expect(rows({ plan: optional, facts: smallFacts({ split: { outs: { result: [] } } }) })).toEqual({
      split: 'reuse',
      m: 'skip',
      all: 'NEVER_STARTED',
    })
  })

  test('of 1,000 copies 3 failed: exactly those 3 and what follows run again', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `k${index}`)
    const failed = new Set(['k7', 'k500', 'k999'])
    const did = Object.fromEntries(
      many.flatMap((key) => [
        [`m[${key}]`, failed.has(key) ? { status: 'FAILURE' } : {}],
        ...(failed.has(key) ? [] : [[`n[${key}]`, {}]]),
      ]),
    )
    const facts = smallFacts({ split: { outs: { result: many } }, ...did })
    const wide = { ...plan, steps: plan.steps.slice(0, 4) }
    const executing = Object.entries(rows({ plan: wide, facts })).filter(([, row]) => row !== 'reuse')
    expect(executing).toEqual([
      ...[...failed].map((key) => [`m[${key}]`, 'FAILED']),
      ...[...failed].map((key) => [`n[${key}]`, 'NEVER_STARTED']),
      ['all', 'NEVER_STARTED'],
    ])
  })
})

describe('single copies', () => {
  const plan = smallPlan({
    split: { outs: { result: '*' } },
    m: { over: 'split', ins: { x: 'split#' } },
    n: { over: 'split', ins: { x: 'm' } },
    all: { ins: { xs: 'n*' } },
  })
  const facts = smallFacts({
    split: { outs: { result: ['k1', 'k2'] } },
    'm[k1]': {},
    'm[k2]': { status: 'FAILURE' },
    'n[k1]': {},
  })

  test('can be selected, and nothing else executes', () => {
    expect(rows({ plan, facts, strategy: 'SELECTED', select: 'm[k2]' })).toEqual({
      split: 'reuse',
      'm[k1]': 'reuse',
      'm[k2]': 'SELECTED',
      'n[k1]': 'reuse',
      'n[k2]': 'omit',
      all: 'omit',
    })
    expect(rows({ plan, facts, strategy: 'FROM_SELECTED', select: 'm[k1]' })).toEqual({
      split: 'reuse',
      'm[k1]': 'SELECTED',
      'm[k2]': 'FAILED',
      'n[k1]': 'SELECTED',
      'n[k2]': 'NEVER_STARTED',
      all: 'SELECTED',
    })
    expect(() => rows({ plan, facts, strategy: 'SELECTED', select: 'm[k22]' })).toThrow('Did you mean "[k2]"?')
  })

  test('are all that executes of a step whose items are made anew, unless all of it is needed', () => {
    const anew = { plan, facts, strategy: 'SELECTED', presence: { 'split/result/k2': 'missing' } } as const
    const executing = (question: Case): unknown =>
      planned(question).decisions.map((row) => [row.stepKey, row.kind === 'execute' ? row.onlyKeys : row.kind])
    expect(executing({ ...anew, select: 'm[k2]' })).toEqual([
      ['split', null],
      ['m[?]', ['k2']],
      ['n[?]', 'omit'],
      ['all', 'omit'],
    ])
    expect(executing({ ...anew, select: 'm[k2], all' })).toEqual([
      ['split', null],
      ['m[?]', null],
      ['n[?]', null],
      ['all', null],
    ])
    expect(executing({ ...anew, select: 'm' })).toMatchObject([{}, ['m[?]', null], {}, {}])
  })
})
