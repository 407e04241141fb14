import { describe, expect, test } from 'vitest'
import { planned, reasonOf, rows } from '../../../test/reexecution-case.ts'
import { type DidSpec, smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'

/** a -> b -> c, and d beside them. */
const chain = smallPlan({ a: {}, b: { ins: { x: 'a' } }, c: { ins: { x: 'b' } }, d: {} })

describe('what a step did decides', () => {
  test.each<[string, DidSpec | undefined, string, string]>([
    ['failed', { status: 'FAILURE' }, 'FAILED', 'It failed in run parent.'],
    ['was running', { status: 'STARTED' }, 'INTERRUPTED', 'It was running when run parent ended.'],
    [
      'waited for a retry',
      { status: 'UP_FOR_RETRY' },
      'INTERRUPTED',
      'It was waiting for its next attempt when run parent ended.',
    ],
    ['was never there', undefined, 'NEVER_STARTED', 'It never started in run parent.'],
    [
      'was skipped',
      { status: 'SKIPPED' },
      'NEVER_STARTED',
      'It was skipped in run parent, for a reason that does not stand any more.',
    ],
    ['ran other code', { codeVersion: 'v1' }, 'CODE_VERSION_CHANGED', 'Its code version is none; it was "v1" in run parent.'],
    ['had a config', { configHash: 'h' }, 'CONFIG_CHANGED', 'Its config or its literal inputs are others than in run parent.'],
  ])('%s', (_, did, code, text) => {
    const facts = smallFacts({ a: {}, ...(did === undefined ? {} : { b: did }), c: {}, d: {} })
    expect(rows({ plan: chain, facts })).toEqual({ a: 'reuse', b: code, c: 'DOWNSTREAM', d: 'reuse' })
    expect(reasonOf({ plan: chain, facts }, 'b')).toEqual({ code, text })
    expect(reasonOf({ plan: chain, facts }, 'c')).toEqual({
      code: 'DOWNSTREAM',
      stepKey: 'b',
      text: '"b", upstream of it, executes.',
    })
  })

  test('all that succeeded is reused: what an earlier run made, and what a person gave, too', () => {
    const facts = smallFacts({
      a: { status: 'REUSED', originRunId: 'first', configHash: 'h' },
      b: { status: 'MARKED_DONE' },
      c: {},
      d: {},
    })
    expect(rows({ plan: chain, facts, hashes: { a: 'h' } })).toEqual({ a: 'reuse', b: 'reuse', c: 'reuse', d: 'reuse' })
    expect(planned({ plan: chain, facts, hashes: { a: 'h' } }).decisions[0]).toEqual({
      kind: 'reuse',
      stepKey: 'a',
      planKey: 'a',
      planOrder: 0,
      reason: 'It succeeded in run first, and nothing that it depends on has changed.',
      originRunId: 'first',
      succeededAt: 7,
      sizeBytes: 10,
      outputs: facts.steps[0]?.outputs,
      empty: [],
      lost: [],
      codeVersion: null,
      configHash: 'h',
    })
  })

  test('a size is only told where all outputs have one', () => {
    const facts = smallFacts({ a: { outs: { x: true, y: ['k', 'l'] } }, b: { stored: { sizeBytes: undefined as never } } })
    const sizes = planned({ plan: smallPlan({ a: { outs: { x: '', y: '*' } }, b: {} }), facts }).decisions.map((row) =>
      row.kind === 'reuse' ? row.sizeBytes : undefined,
    )
    expect(sizes).toEqual([30, null])
  })

  test('what only comes before executes: what comes after executes too', () => {
    const plan = smallPlan({ a: {}, b: { after: ['a'] } })
    expect(rows({ plan, facts: smallFacts({ a: { status: 'FAILURE' }, b: {} }) })).toEqual({ a: 'FAILED', b: 'DOWNSTREAM' })
  })
})

describe('the job has changed', () => {
  test('new and renamed steps execute, and what no longer exists is listed', () => {
    const before = smallPlan({
      a: {},
      old: { ins: { x: 'a' }, opName: 'op' },
      c: { ins: { x: 'old' } },
      gone: {},
      m: { over: 'a' },
    })
    const plan = smallPlan({ a: {}, now: { ins: { x: 'a' }, opName: 'op' }, c: { ins: { x: 'now' } }, m: {} })
    const facts = smallFacts({ a: {}, old: {}, c: {}, gone: {}, 'm[k]': {}, 'm[l]': {} }, { plan: before })
    expect(rows({ plan, facts })).toEqual({ a: 'reuse', now: 'NEW_STEP', c: 'INPUTS_CHANGED', m: 'NEW_STEP' })
    expect(planned({ plan, facts }).warnings).toEqual([
      {
        code: 'STEP_GONE',
        stepKey: 'old',
        text: '"old" of run parent is not in the job any more; what it made is not used. If "now" is its new name: a step under a new name executes.',
      },
      { code: 'STEP_GONE', stepKey: 'gone', text: '"gone" of run parent is not in the job any more; what it made is not used.' },
      {
        code: 'STEP_GONE',
        stepKey: 'm',
        text: '"m" with its 2 mapped copies of run parent is not in the job any more; what it made is not used.',
      },
    ])
  })

  test('a step whose input comes from elsewhere executes, although both sources are reused', () => {
    const facts = smallFacts({ a: {}, b: {}, c: {} }, { plan: smallPlan({ a: {}, b: {}, c: { ins: { x: 'a' } } }) })
    expect(rows({ plan: smallPlan({ a: {}, b: {}, c: { ins: { x: 'b' } } }), facts })).toMatchObject({ c: 'INPUTS_CHANGED' })
    expect(rows({ plan: smallPlan({ a: {}, b: {}, c: { ins: { x: ['a'] } } }), facts })).toMatchObject({ c: 'INPUTS_CHANGED' })
    expect(rows({ plan: smallPlan({ a: {}, b: {}, c: { ins: { x: '?a' } } }), facts })).toMatchObject({ c: 'reuse' })
    expect(rows({ plan: smallPlan({ a: {}, b: {}, c: { ins: { x: 'a' }, after: ['b'] } }), facts })).toMatchObject({ c: 'reuse' })
  })

  test('an input that the config gave before or gives now is judged by the config hash alone', () => {
    const facts = smallFacts({ a: {}, b: {} }, { plan: smallPlan({ a: {}, b: { ins: { x: 'a' } } }) })
    const plan = smallPlan({ a: {}, b: { ins: { x: { config: 'ops.b.inputs.x' } } } })
    expect(rows({ plan, facts })).toMatchObject({ b: 'reuse' })
    expect(rows({ plan, facts, hashes: { b: 'h' } })).toMatchObject({ b: 'CONFIG_CHANGED' })
  })

  test('a new output is made when it is needed, and not before', () => {
    const before = smallPlan({ a: {}, b: { ins: { x: 'a' } } })
    const facts = smallFacts({ a: {}, b: {} }, { plan: before })
    const outs = { result: '', more: '' } as const
    expect(rows({ plan: smallPlan({ a: { outs }, b: { ins: { x: 'a' } } }), facts })).toEqual({ a: 'reuse', b: 'reuse' })
    const plan = smallPlan({ a: { outs }, b: { ins: { x: 'a' } }, c: { ins: { x: 'a/more' } } })
    expect(rows({ plan, facts })).toEqual({ a: 'OUTPUT_MISSING', b: 'DOWNSTREAM', c: 'NEW_STEP' })
    expect(reasonOf({ plan, facts }, 'a')).toMatchObject({ text: '"c" needs its output "more", which run parent did not make.' })
    const asItems = smallPlan({ a: { outs: { result: '*' } }, b: { ins: { x: 'a' } }, c: { ins: { x: 'a*' } } })
    expect(rows({ plan: asItems, facts })).toMatchObject({ a: 'OUTPUT_MISSING' })
  })

  test('changed resources are a warning that names the reused steps which use them', () => {
    const facts = smallFacts({ a: {}, b: {}, c: { status: 'FAILURE' }, d: {} })
    const uses: Readonly<Record<string, readonly string[]>> = { a: ['db'], b: ['db', 'api'], c: ['cache'] }
    const resources = { changed: ['cache', 'db'], usedBy: (key: string) => uses[key] ?? [] }
    expect(planned({ plan: chain, facts, resources }).warnings).toEqual([
      {
        code: 'RESOURCE_CHANGED',
        text: 'The config of the resource "db" has changed, but what "a" and "b" made with the old one is reused.',
      },
    ])
  })
})

describe('skipped steps', () => {
  const plan = smallPlan({
    a: { outs: { x: '', y: '?' } },
    b: { ins: { y: 'a/y' } },
    c: { ins: { b: 'b' } },
    d: { ins: { b: '?b', x: 'a/x' } },
  })
  const did = { a: { outs: { x: true } }, b: { status: 'SKIPPED' }, c: { status: 'SKIPPED' } } as const

  test('stay skipped while what they lack is left out', () => {
    expect(rows({ plan, facts: smallFacts(did) })).toEqual({ a: 'reuse', b: 'skip', c: 'skip', d: 'NEVER_STARTED' })
    expect(reasonOf({ plan, facts: smallFacts(did) }, 'c')).toBe(
      'Input "b" got nothing: "b" was skipped or left its output "result" out.',
    )
  })

  test('are decided at run time where a producer executes, and are no reason to make other outputs again', () => {
    const facts = smallFacts({ ...did, a: { codeVersion: 'v1' } })
    expect(rows({ plan, facts })).toEqual({ a: 'CODE_VERSION_CHANGED', b: 'DOWNSTREAM', c: 'DOWNSTREAM', d: 'NEVER_STARTED' })
    const two = smallPlan({ a: { outs: { y: '?' } }, f: {}, g: {}, b: { ins: { y: 'a/y', f: 'f', g: 'g' } } })
    const question = { plan: two, facts: smallFacts({ a: { outs: {} }, f: { status: 'FAILURE' }, g: {} }) }
    // b will lack y whatever f makes, so it will not load from g.
    expect(planned({ ...question, presence: { 'g/result/': 'missing' } }).unasked).toEqual([])
    expect(rows({ ...question, presence: { 'g/result/': 'missing' } })).toMatchObject({ g: 'reuse', b: 'NEVER_STARTED' })
  })

  test('execute when their reason stands no more', () => {
    const now = smallPlan({ a: { outs: { x: '', y: '?' } }, b: { ins: { y: '?a/y' } } })
    expect(rows({ plan: now, facts: smallFacts(did) })).toEqual({ a: 'reuse', b: 'NEVER_STARTED' })
  })
})

describe('marked as done', () => {
  test('a step gets its value from a person: it does not execute, what is below it does', () => {
    const facts = smallFacts({ a: {}, b: { status: 'FAILURE' }, d: {} })
    const question = { plan: chain, facts, markedDone: new Set(['b']), presence: {} }
    expect(rows(question)).toEqual({ a: 'reuse', b: 'mark-done', c: 'NEVER_STARTED', d: 'reuse' })
    expect(planned(question).unasked).toEqual([])
    const again = { ...question, facts: smallFacts({ a: {}, b: { status: 'FAILURE' }, c: {}, d: {} }) }
    expect(reasonOf(again, 'c')).toMatchObject({ text: '"b", upstream of it, is marked as done.' })
  })

  test('one copy can be; not while its keys are made anew', () => {
    const plan = smallPlan({ split: { outs: { result: '*' } }, m: { over: 'split', ins: { x: 'split#' } } })
    const facts = smallFacts({ split: { outs: { result: ['k1', 'k2'] } }, 'm[k1]': {}, 'm[k2]': { status: 'FAILURE' } })
    expect(rows({ plan, facts, markedDone: new Set(['m[k2]']) })).toEqual({
      split: 'reuse',
      'm[k1]': 'reuse',
      'm[k2]': 'mark-done',
    })
    const anew = planned({ plan, facts, markedDone: new Set(['m[k2]']), hashes: { split: 'other' } })
    expect(anew.decisions.map(({ stepKey, kind }) => `${stepKey} ${kind}`)).toEqual(['split execute', 'm[?] execute'])
    expect(anew.warnings).toMatchObject([{ code: 'MARK_IGNORED', stepKey: 'm[k2]' }])
  })
})
