import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { graph } from './graph.ts'
import type { Node } from './graph-definition.ts'
import type { DynamicHandle, Handle, Outputs } from './handle.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { dynamicOut } from './out.ts'

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: z.number(), y: z.number().optional() }, run: (_, { x, y = 0 }) => x + y })
const halve = op({
  name: 'halve',
  ins: { x: z.number() },
  outs: { half: z.number(), rest: z.number() },
  run: () => ({ half: 1, rest: 0 }),
})
const split = op({
  name: 'split',
  outs: { parts: dynamicOut(z.number()), count: z.number() },
  run: () => ({ parts: [], count: 0 }),
})
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })

const PARTS = { node: 'split', output: 'parts' }
const ITEM = { kind: 'item', of: PARTS }
const nodesOf = (run: () => Outputs): readonly Node[] => job('j', { run }).graph.nodes
const refused = (run: () => unknown): string => refusal(() => job('report', { run: run as () => Handle<number> }))

describe('.map()', () => {
  test('wires steps that run once for each item', () => {
    const nodes = nodesOf(() =>
      split().parts.map((x) => {
        const { half, rest } = halve({ x })
        return add({ x: half, y: rest })
      }),
    )
    expect(nodes[0]).not.toHaveProperty('mapOver')
    expect(nodes.slice(1)).toMatchObject([
      { name: 'halve', mapOver: PARTS, inputs: { x: ITEM } },
      {
        name: 'add',
        mapOver: PARTS,
        inputs: {
          x: { kind: 'output', from: { node: 'halve', output: 'half' } },
          y: { kind: 'output', from: { node: 'halve', output: 'rest' } },
        },
      },
    ])
  })

  test('takes what is the same for all items from outside', () => {
    const nodes = nodesOf(() => {
      const y = one()
      return split().parts.map((x) => add({ x, y }))
    })
    expect(nodes[2]?.inputs).toEqual({ x: ITEM, y: { kind: 'output', from: { node: 'one', output: 'result' } } })
  })

  test('goes on with the same items when it is chained', () => {
    const nodes = nodesOf(() =>
      split()
        .parts.map((x) => add({ x }))
        .map((x) => halve({ x }).half),
    )
    expect(nodes[2]).toMatchObject({ mapOver: PARTS, inputs: { x: { kind: 'output', from: { node: 'add', output: 'result' } } } })
  })

  test('gives a record of what it made, or the items themselves', () => {
    const nodes = nodesOf(() => {
      const { items, halves } = split().parts.map((x) => ({ items: x, halves: halve({ x }).half }))
      return { halves, all: sum({ xs: items.collect() }), more: items.map((x) => add({ x })) }
    })
    expect(nodes.slice(2)).toMatchObject([
      { name: 'sum', inputs: { xs: { kind: 'collect', from: PARTS } } },
      { name: 'add', mapOver: PARTS, inputs: { x: ITEM } },
    ])
  })

  test('wires a whole graph for each item', () => {
    const twice = graph('twice', { ins: { x: z.number() }, run: ({ x }) => add.as('again')({ x: add({ x }) }) })
    const nodes = nodesOf(() => split().parts.map((x) => twice({ x })))
    expect(nodes[1]).toMatchObject({ name: 'twice', mapOver: PARTS, definition: { kind: 'graph' } })
  })

  test('is refused inside another', () => {
    expect(
      refused(() => {
        const { parts } = split()
        return parts.map((x) => parts.map((y) => add({ x, y })) as never)
      }),
    ).toBe(
      'NESTED_MAP: .map() of "split.parts" stands inside the .map() of "split.parts" in job "report". Steps are mapped once: chain .map(…).map(…), or .collect() first.',
    )
  })

  test('is refused where a step of it would make items again', () => {
    const message = (name: string): string =>
      `NESTED_DYNAMIC: Step "${name}" of job "report" has dynamic outputs and is called in the .map() over "split.parts". Dynamic outputs do not nest: make all items in one op, or .collect() before.`
    const inner = graph('inner', { run: () => split().parts })
    const outer = graph('outer', { run: () => sum({ xs: inner().collect() }) })
    expect(refused(() => split().parts.map((x) => split.as('again').after(x)().count))).toBe(message('again'))
    expect(refused(() => split().parts.map((x) => outer.after(x)()))).toBe(message('outer'))
  })

  test('is refused where a step ignores the item', () => {
    expect(refused(() => split().parts.map((x) => add({ x, y: one() })))).toBe(
      'MAP_IGNORES_ITEM: Step "one" of job "report" is called in the .map() over "split.parts" but gets nothing of the item. Call it before .map() if once is enough; if it must run for each item, put it .after(item).',
    )
  })

  test('is refused where its body ignores the item', () => {
    expect(
      refused(() => {
        const same = one()
        return split().parts.map(() => same)
      }),
    ).toBe(
      'MAP_IGNORES_ITEM: The .map() body over "split.parts" in job "report" returns "one" as "result", which does not come from its item. Return what steps made of the item.',
    )
  })

  test('is refused where its body returns nothing, or leaves a step out', () => {
    expect(refused(() => split().parts.map((x) => void add({ x }) as never))).toBe(
      'NOTHING_RETURNED: The .map() body over "split.parts" in job "report" returns nothing. Return every handle that no other op takes: one handle, or a record of handles by name.',
    )
    expect(
      refused(() =>
        split().parts.map((x) => {
          add({ x })
          return halve({ x }).half
        }),
      ),
    ).toBe(
      'LEAF_NOT_RETURNED: The .map() body over "split.parts" in job "report" calls "add", but nothing takes what it gives and the body does not return it. Return it, beside other outputs in a record, or hand it to an op.',
    )
    const later = (async (x: Handle<number>) => add({ x })) as never
    expect(refused(() => split().parts.map(later))).toMatch(
      /^ASYNC_BODY: The \.map\(\) body over "split\.parts" in job "report" is asynchronous\./,
    )
    expect(refused(() => split().parts.map(add.name as never))).toBe(
      'INVALID_OPTION: .map() of "split.parts" takes a function from one item to what is made of it, not the text "add".',
    )
  })

  test('is refused where a handle of it is used outside', () => {
    let leaked: Handle<number> | undefined
    expect(
      refused(() => {
        const added = split().parts.map((x) => {
          leaked = x
          return add({ x })
        })
        return { added, stray: add.as('stray')({ x: leaked as Handle<number> }) }
      }),
    ).toBe(
      'HANDLE_OUTSIDE_BODY: Input "x" of step "stray" of job "report" gets the handle "item of split.parts" of the .map() over "split.parts" in job "report", outside that .map(). Return it from the .map() body and use what .map() gives back.',
    )
  })

  test('is refused after its body has ended, and for what is no dynamic handle', () => {
    let parts: DynamicHandle<number> | undefined
    job('first', {
      run() {
        parts = split().parts
        return parts
      },
    })
    expect(refusal(() => parts?.collect())).toBe(
      'CALLED_OUTSIDE_BODY: .collect() of "split.parts" is called after the body of job "first" has ended. Wire steps inside the body.',
    )
    expect(refused(() => parts?.map((x) => add({ x })))).toMatch(
      /^HANDLE_OUTSIDE_BODY: \.map\(\) gets the handle "split\.parts" of job "first"/,
    )
    expect(refused(() => split().parts.collect.call(undefined as never))).toBe(
      'NOT_A_HANDLE: .collect() is called on undefined: call it on a dynamic handle, as a method.',
    )
  })
})

test('.collect() in a .map() body is the same list for every item', () => {
  const weigh = op({ name: 'weigh', ins: { x: z.number(), all: z.array(z.number()) }, run: (_, { x, all }) => x / all.length })
  const nodes = nodesOf(() => {
    const { parts } = split()
    return parts.map((x) => weigh({ x, all: parts.collect() }))
  })
  expect(nodes[1]).toMatchObject({ mapOver: PARTS, inputs: { x: ITEM, all: { kind: 'collect', from: PARTS } } })
})
