import { describe, expect, test } from 'vitest'
import { type DidSpec, smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Strategy } from '../../run/run.ts'
import { planReexecution, type Reexecution } from './plan-reexecution.ts'
import type { ReexecutionQuestion } from './reexecution-question.ts'
import { reexecutionScope } from './reexecution-scope.ts'
import type { RunFacts } from './run-facts.ts'

interface Case extends Partial<Omit<ReexecutionQuestion, 'plan' | 'facts' | 'scope' | 'presence' | 'configHash'>> {
  readonly plan: Plan
  readonly facts: RunFacts
  readonly strategy?: Strategy
  readonly select?: string
  readonly presence?: Readonly<Record<string, 'present' | 'missing' | 'changed' | 'unknown'>>
  readonly hashes?: Readonly<Record<string, string>>
}

function planned({ plan, facts, strategy = 'FROM_FAILURE', select, presence = {}, hashes = {}, ...rest }: Case): Reexecution {
  return planReexecution({
    plan,
    facts,
    scope: reexecutionScope({ plan, facts, strategy, opSelection: select ?? null }),
    configHash: (key) => hashes[key],
    reach: { hostId: 'host', scopes: { default: 'shared', disk: 'host', memory: 'process' } },
    presence: new Map(Object.entries(presence)),
    ...rest,
  })
}

/** Each row in short: its kind, and the code of what executes. */
const rows = (question: Case): Readonly<Record<string, string>> =>
  Object.fromEntries(
    planned(question).decisions.map((decision) => [
      decision.stepKey,
      decision.kind === 'execute' ? decision.reason.code : decision.kind,
    ]),
  )

const reasonOf = (question: Case, stepKey: string): unknown =>
  planned(question).decisions.find((decision) => decision.stepKey === stepKey)?.reason

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
