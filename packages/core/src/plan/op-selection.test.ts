import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tags } from '../definition/tags.ts'
import { type SelectableGraph, type SelectionOptions, selectablePlan, selectSteps } from './op-selection.ts'
import type { Plan, PlanStep } from './plan.ts'

/** A graph from `key: upstream keys`. */
function graphOf(
  upstream: Readonly<Record<string, readonly string[]>>,
  tags: Readonly<Record<string, Tags>> = {},
): SelectableGraph {
  return {
    keys: Object.keys(upstream),
    upstream: (key) => upstream[key] ?? [],
    downstream: (key) => Object.keys(upstream).filter((other) => upstream[other]?.includes(key)),
    tags: (key) => tags[key] ?? {},
  }
}

/** fetch -> prepare.clean -> prepare.split -> plot -> report, and log beside it. */
const job = graphOf(
  {
    fetch: [],
    'prepare.clean': ['fetch'],
    'prepare.split': ['prepare.clean'],
    plot: ['prepare.split'],
    report: ['plot', 'prepare.clean'],
    log: [],
  },
  { fetch: { team: 'ops', kind: 'io' }, plot: { team: 'data' }, log: { team: 'ops' } },
)

const rerun = graphOf({
  split: [],
  'g.sum[LAX]': ['split'],
  'g.sum[SFO]': ['split'],
  'g.sum[?]': [],
  total: ['g.sum[LAX]', 'g.sum[SFO]'],
})

const keys = (text: string, graph = job, options: SelectionOptions = {}): readonly string[] => {
  const result = selectSteps(graph, text, options)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.keys
}
const errors = (text: string, graph = job, options: SelectionOptions = {}): unknown => {
  const result = selectSteps(graph, text, options)
  return result.ok ? result.keys : result.errors
}

describe('what is selected', () => {
  test.each([
    ['plot', ['plot']],
    ['*plot', ['fetch', 'prepare.clean', 'prepare.split', 'plot']],
    ['prepare.clean*', ['prepare.clean', 'prepare.split', 'plot', 'report']],
    ['+plot', ['prepare.split', 'plot']],
    ['++plot+', ['prepare.clean', 'prepare.split', 'plot', 'report']],
    ['report, fetch', ['fetch', 'report']],
    ['prepare', ['prepare.clean', 'prepare.split']],
    ['+prepare+', ['fetch', 'prepare.clean', 'prepare.split', 'plot', 'report']],
    ['prepare.split', ['prepare.split']],
    ['*', ['fetch', 'prepare.clean', 'prepare.split', 'plot', 'report', 'log']],
    ['tag:team=ops', ['fetch', 'log']],
    ['tag:team', ['fetch', 'plot', 'log']],
    ['tag:kind=io+', ['fetch', 'prepare.clean']],
    ['fetch, fetch, *fetch', ['fetch']],
  ])('%s', (text, expected) => {
    expect(keys(text)).toEqual(expected)
  })

  test('a level is counted on the shortest way', () => {
    expect(keys('prepare.clean+')).toEqual(['prepare.clean', 'prepare.split', 'report'])
  })
})

describe('mapping keys', () => {
  const allowed = { mappingKeys: true }

  test('name one copy in a re-execution; without one, all copies are meant', () => {
    expect(keys('g.sum[LAX]+', rerun, allowed)).toEqual(['g.sum[LAX]', 'total'])
    expect(keys('g.sum', rerun, allowed)).toEqual(['g.sum[LAX]', 'g.sum[SFO]', 'g.sum[?]'])
    expect(keys('g[SFO]', rerun, allowed)).toEqual(['g.sum[SFO]'])
    expect(keys('g.sum[?]', rerun, allowed)).toEqual(['g.sum[?]'])
  })

  test('are refused in a launch, where nobody knows them yet', () => {
    expect(errors('split, g.sum[LAX]', rerun)).toMatchObject([{ code: 'MAPPING_KEY_NOT_ALLOWED', position: 12, length: 5 }])
  })

  test('that nothing has are named, with the nearest one', () => {
    expect(errors('g.sum[LAXX]', rerun, allowed)).toEqual([
      {
        code: 'UNKNOWN_MAPPING_KEY',
        message: '"g.sum" has no step of mapping key "LAXX". Did you mean "[LAX]"?',
        position: 5,
        length: 6,
        didYouMean: '[LAX]',
      },
    ])
    expect(errors('split[x]', rerun, allowed)).toMatchObject([
      { message: '"split" has no step of mapping key "x". It has no mapped steps.' },
    ])
  })
})

describe('names that are not there', () => {
  test('are told with the nearest name, at their place', () => {
    expect(errors('fetch, *reprot+')).toEqual([
      {
        code: 'UNKNOWN_STEP',
        message: 'There is no op or graph "reprot" here. Did you mean "report"?',
        position: 8,
        length: 6,
        didYouMean: 'report',
      },
    ])
  })

  test('an op of a graph written without its graph is suggested with it', () => {
    expect(errors('clean')).toMatchObject([{ code: 'UNKNOWN_STEP', didYouMean: 'prepare.clean' }])
  })

  test('far from anything, the known names are listed, not all of them', () => {
    const wide = graphOf(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`step_number_${index}`, []])))
    expect(errors('zzzzzzzzzzz', wide)).toMatchObject([{ message: expect.stringMatching(/"step_number_0", .* and 92 more\.$/) }])
  })

  test('every clause that names nothing is told at once', () => {
    expect(errors('fetsh, plot, tag:taem, tag:team=opss')).toMatchObject([
      { code: 'UNKNOWN_STEP', position: 0, didYouMean: 'fetch' },
      { code: 'UNKNOWN_TAG', position: 13, length: 8, didYouMean: 'tag:team' },
      { code: 'UNKNOWN_TAG', position: 23, length: 13, didYouMean: 'tag:team=ops' },
    ])
  })

  test('what a suggestion replaces its span by is itself right', () => {
    const odd = graphOf({ a: [] }, { a: { 'a,b': 'x y', note: 'say "hi"' } })
    for (const text of ['tag:"a,c"', 'tag:"a,b"="x z"', 'tag:note="say hi"']) {
      const result = selectSteps(odd, text)
      if (result.ok) throw new Error('selected')
      expect(keys(result.errors[0]?.didYouMean ?? '', odd)).toEqual(['a'])
    }
  })
})

test('names that every object has are not taken for steps or tags', () => {
  expect(errors('constructor')).toMatchObject([{ code: 'UNKNOWN_STEP' }])
  expect(errors('tag:toString')).toMatchObject([{ code: 'UNKNOWN_TAG' }])
})

/** Random acyclic graphs of up to 12 steps, each with upstreams among the earlier ones. */
const dag = fc
  .array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((rows) =>
    Object.fromEntries(rows.map((row, index) => [`s${index}`, row.filter((up) => up < index).map((up) => `s${up}`)])),
  )
const withStep = dag.chain((upstream) => fc.tuple(fc.constant(upstream), fc.constantFrom(...Object.keys(upstream))))

/** Distances by repeated relaxation: an independent way to the same answer. */
function distances(graph: SelectableGraph, from: string, next: (key: string) => readonly string[]): Map<string, number> {
  const found = new Map([[from, 0]])
  for (let round = 0; round < graph.keys.length; round++) {
    for (const [key, distance] of [...found]) {
      for (const other of next(key)) found.set(other, Math.min(found.get(other) ?? Number.POSITIVE_INFINITY, distance + 1))
    }
  }
  return found
}

describe('for any graph', () => {
  test('*a is a and all its ancestors, a* a and all its descendants', () => {
    fc.assert(
      fc.property(withStep, ([upstream, step]) => {
        const graph = graphOf(upstream)
        const up = distances(graph, step, graph.upstream)
        const down = distances(graph, step, graph.downstream)
        expect(keys(`*${step}`, graph)).toEqual(graph.keys.filter((key) => up.has(key)))
        expect(keys(`${step}*`, graph)).toEqual(graph.keys.filter((key) => down.has(key)))
      }),
    )
  })

  test('n pluses reach exactly the steps at a distance of up to n', () => {
    fc.assert(
      fc.property(withStep, fc.nat(4), fc.nat(4), ([upstream, step], before, after) => {
        const graph = graphOf(upstream)
        const up = distances(graph, step, graph.upstream)
        const down = distances(graph, step, graph.downstream)
        const near = (key: string): boolean => (up.get(key) ?? 99) <= before || (down.get(key) ?? 99) <= after
        expect(keys('+'.repeat(before) + step + '+'.repeat(after), graph)).toEqual(graph.keys.filter(near))
      }),
    )
  })

  test('a comma is a union, whatever the order', () => {
    fc.assert(
      fc.property(withStep, fc.nat(11), ([upstream, step], pick) => {
        const graph = graphOf(upstream)
        const other = graph.keys[pick % graph.keys.length] ?? step
        const both = new Set([...keys(`*${step}`, graph), ...keys(`${other}*`, graph)])
        const union = graph.keys.filter((key) => both.has(key))
        expect(keys(`*${step}, ${other}*`, graph)).toEqual(union)
        expect(keys(`${other}*,*${step}`, graph)).toEqual(union)
      }),
    )
  })
})

test('a plan can be selected from: order-only dependencies count, mapped steps go by their plain key', () => {
  const step = (key: string, order: number, upstream: readonly string[], more: Partial<PlanStep> = {}): PlanStep => ({
    key,
    opName: key,
    order,
    mapOver: null,
    inputs: Object.fromEntries(
      upstream.map(
        (from) => [from, { kind: 'output', acceptsUndefined: false, from: { step: from, output: 'result' } }] as const,
      ),
    ),
    after: [],
    outs: {},
    tags: {},
    pool: null,
    codeVersion: null,
    timeoutSeconds: null,
    retry: null,
    ...more,
  })
  const plan: Plan = {
    v: 1,
    jobName: 'j',
    outputs: {},
    steps: [
      step('a', 0, []),
      step('b', 1, ['a'], { mapOver: { step: 'a', output: 'result' } }),
      step('c', 2, [], { after: ['b'], tags: { team: 'ops' } }),
      step('d', 3, ['a']),
    ],
  }
  const graph = selectablePlan(plan)
  expect(keys('*c', graph)).toEqual(['a', 'b', 'c'])
  expect(keys('a+', graph)).toEqual(['a', 'b', 'd'])
  expect(keys('tag:team=ops', graph)).toEqual(['c'])
})

test('ten thousand steps in a chain are selected without recursion', () => {
  const steps = 10_000
  const chain: SelectableGraph = {
    keys: Array.from({ length: steps }, (_, index) => `s${index}`),
    upstream: (key) => (key === 's0' ? [] : [`s${Number(key.slice(1)) - 1}`]),
    downstream: () => [],
    tags: () => ({}),
  }
  expect(keys('*s9999', chain)).toHaveLength(steps)
})
