import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { graph } from './graph.ts'
import type { Handle } from './handle.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: z.number(), y: z.number().optional() }, run: (_, { x, y = 0 }) => x + y })
const halve = op({
  name: 'halve',
  ins: { x: z.number() },
  outs: { half: z.number(), rest: z.number() },
  run: () => ({ half: 1, rest: 0 }),
})
const split = op({ name: 'split', out: dynamicOut(z.number()), run: () => [] })
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })

const refused = (run: () => unknown): string => refusal(() => job('report', { run: run as () => Handle<number> }))

describe('what a body returns', () => {
  test('becomes its outputs: a bare handle as result, a record by its names', () => {
    expect(job('bare', { run: () => one() }).graph.outputs).toEqual({ result: { node: 'one', output: 'result' } })
    expect(job('record', { run: () => halve({ x: one() }) }).graph.outputs).toEqual({
      half: { node: 'halve', output: 'half' },
      rest: { node: 'halve', output: 'rest' },
    })
    expect(job('renamed', { run: () => ({ total: add({ x: one() }) }) }).graph.outputs).toEqual({
      total: { node: 'add', output: 'result' },
    })
  })

  test('may be many values, or the list of them', () => {
    const { outputs } = job('many', {
      run() {
        const items = split()
        return { items, list: items.collect(), added: items.map((x) => add({ x })) }
      },
    }).graph
    expect(outputs).toEqual({
      items: { node: 'split', output: 'result' },
      list: { node: 'split', output: 'result', collected: true },
      added: { node: 'add', output: 'result' },
    })
  })

  test('may be consumed in the body, too', () => {
    const { outputs } = job('both', {
      run() {
        const first = one()
        return { first, next: add({ x: first }) }
      },
    }).graph
    expect(Object.keys(outputs)).toEqual(['first', 'next'])
  })

  test('need not hold an output that nobody took', () => {
    const { nodes } = job('half_only', { run: () => add({ x: halve({ x: one() }).half }) }).graph
    expect(nodes.map(({ name }) => name)).toEqual(['one', 'halve', 'add'])
  })
})

describe('a body is refused', () => {
  test('when it is asynchronous, without leaving a rejection behind', async () => {
    const rejections: unknown[] = []
    const note = (reason: unknown): void => void rejections.push(reason)
    process.on('unhandledRejection', note)
    const body = async (): Promise<unknown> => {
      await undefined
      return one()
    }
    expect(refused(body)).toBe(
      'ASYNC_BODY: The body of job "report" is asynchronous. A body only wires ops and is traced at once: drop "async" and "await", and do the waiting inside an op\'s "run".',
    )
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', note)
    expect(rejections).toEqual([])
  })

  test('when it returns nothing', () => {
    const message =
      'NOTHING_RETURNED: The body of job "report" returns nothing. Return every handle that no other op takes: one handle, or a record of handles by name.'
    expect(refused(() => void one())).toBe(message)
    expect(refused(() => null)).toBe(message)
    expect(refused(() => ({}))).toBe(message)
  })

  test('when it returns what is no handle', () => {
    expect(refused(() => 1)).toBe(
      'RETURNED_NON_HANDLE: The body of job "report" returns the number 1. Return a handle, which is what calling an op gives, or a record of handles by name.',
    )
    expect(refused(() => [one()])).toBe(
      'RETURNED_NON_HANDLE: The body of job "report" returns an array. Return a handle, which is what calling an op gives, or a record of handles by name.',
    )
    expect(refused(() => new Map([['a', one()]]))).toBe(
      'RETURNED_NON_HANDLE: The body of job "report" returns an instance of Map. Return a handle, which is what calling an op gives, or a record of handles by name.',
    )
    expect(refused(() => ({ n: one(), m: 'text' }))).toBe(
      'RETURNED_NON_HANDLE: The body of job "report" returns the text "text" as output "m". Return handles only, which is what calling an op gives.',
    )
    expect(refused(() => ({ parts: halve({ x: one() }) }))).toBe(
      'RETURNED_NON_HANDLE: The body of job "report" returns an object with "half" and "rest" as output "parts". It is a record of handles: spread it (`...`), or return one of them, such as "half".',
    )
  })

  test('when its outputs have names that are none, or one name', () => {
    expect(refused(() => ({ 'a-b': one() }))).toBe(
      'INVALID_NAME: Output name "a-b" of the body of job "report" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "a_b".',
    )
    expect(refused(() => ({ n: one(), N: one.as('two')() }))).toBe(
      'DUPLICATE_NAME: Output names "n" and "N" of the body of job "report" differ only by case, and some disks do not tell them apart. Rename one.',
    )
  })

  test('when a step leads nowhere', () => {
    expect(
      refused(() => {
        one()
        return one.as('two')()
      }),
    ).toBe(
      'LEAF_NOT_RETURNED: The body of job "report" calls "one", but nothing takes what it gives and the body does not return it. Return it, beside other outputs in a record, or hand it to an op.',
    )
  })

  test('when a handle was taken and leads nowhere', () => {
    expect(
      refused(() => {
        const { half, rest } = halve({ x: one() })
        void rest
        return add({ x: half })
      }),
    ).toBe(
      'LEAF_NOT_RETURNED: The body of job "report" takes the handle "halve.rest" and neither hands it to an op nor returns it. Return it, hand it to an op, or do not take it.',
    )
    expect(
      refused(() => {
        const items = split()
        items.map((x) => add({ x }))
        return items
      }),
    ).toBe(
      'LEAF_NOT_RETURNED: The body of job "report" takes the handle "add" and neither hands it to an op nor returns it. Return it, hand it to an op, or do not take it.',
    )
    expect(
      refused(() => {
        const items = split()
        items.collect()
        return items
      }),
    ).toMatch(/^LEAF_NOT_RETURNED: The body of job "report" takes the handle "split.collect\(\)"/)
  })

  test('when it calls no op', () => {
    const body = (): unknown => graph('empty', { ins: { x: z.number() }, run: ({ x }) => ({ x }) })
    expect(refusal(body)).toBe('EMPTY_BODY: The body of graph "empty" calls no op. Call at least one and return what it gives.')
  })
})

describe('a graph', () => {
  const twice = graph('twice', {
    description: 'Adds two times.',
    ins: { x: z.number(), y: z.number().optional() },
    run: ({ x, y }) => add.as('second')({ x: add({ x, y }) }),
  })

  test('is traced once, to a body of its own', () => {
    expect(twice.definition).toMatchObject({
      kind: 'graph',
      name: 'twice',
      description: 'Adds two times.',
      ins: { x: { acceptsUndefined: false }, y: { acceptsUndefined: true } },
      outputs: { result: { node: 'second', output: 'result' } },
    })
    expect(twice.definition.nodes.map(({ inputs }) => inputs)).toEqual([
      { x: { kind: 'graph-input', input: 'x' }, y: { kind: 'graph-input', input: 'y' } },
      { x: { kind: 'output', from: { node: 'add', output: 'result' } } },
    ])
  })

  test('is called like an op, under any name and after any step', () => {
    const { nodes } = job('nested', {
      run() {
        const start = one()
        return twice.as('again').after(start)({ x: twice({ x: start }) })
      },
    }).graph
    expect(nodes.map(({ name, definition }) => [name, definition.name])).toEqual([
      ['one', 'one'],
      ['twice', 'twice'],
      ['again', 'twice'],
    ])
    expect(nodes[2]).toMatchObject({ inputs: { x: { kind: 'output', from: { node: 'twice' } } }, after: [{ node: 'one' }] })
    expect('with' in twice).toBe(false)
  })

  test('passes on what is dynamic in it', () => {
    const parts = graph('parts', { run: () => ({ items: split().map((x) => add({ x })) }) })
    const { nodes } = job('outer', {
      run: () =>
        sum({
          xs: parts()
            .items.map((x) => halve({ x }).half)
            .collect(),
        }),
    }).graph
    expect(nodes[1]).toMatchObject({
      name: 'halve',
      mapOver: { node: 'parts', output: 'items' },
      inputs: { x: { kind: 'item', of: { node: 'parts', output: 'items' } } },
    })
  })

  test('is refused for an input it does not use', () => {
    expect(refusal(() => graph('idle', { ins: { x: z.number(), y: z.number() }, run: ({ x }) => add({ x }) }))).toBe(
      'GRAPH_INPUT_NOT_USED: The body of graph "idle" never uses its input "y". Hand it to an op, or remove it from "ins".',
    )
  })

  test('is refused for returning its own input', () => {
    expect(refusal(() => graph('echo', { ins: { x: z.number() }, run: ({ x }) => ({ x, y: add({ x }) }) }))).toBe(
      'RETURNED_GRAPH_INPUT: The body of graph "echo" returns its own input "x" as output "x". The caller has that handle already: use it there, and return what steps give.',
    )
  })

  test('is refused for a default that nothing would apply', () => {
    expect(refusal(() => graph('fallback', { ins: { x: z.number().default(1) }, run: ({ x }) => add({ x }) }))).toBe(
      'GRAPH_INPUT_DEFAULT: Input "x" of graph "fallback" has a default, which a graph cannot apply: its ops take the values. Make the input optional here, and give the default to the op that takes it.',
    )
  })

  test('is refused for an option it does not have', () => {
    expect(refusal(() => graph('tagged', { tags: {}, run: () => one() } as never))).toBe(
      'UNKNOWN_OPTION: Graph "tagged" has no option "tags". Its options: "description", "ins" and "run".',
    )
    expect(refusal(() => graph('bad name' as 'x', { run: () => one() }))).toBe(
      'INVALID_NAME: Graph name "bad name" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "bad_name".',
    )
  })
})

test('an output that may be left out keeps its name', () => {
  const maybe = op({ name: 'maybe', outs: { a: out(z.number(), { required: false }) }, run: () => ({}) })
  expect(job('optional', { run: () => maybe() }).graph.outputs).toEqual({ a: { node: 'maybe', output: 'a' } })
})

test('a big body costs no more for each step than a small one', () => {
  // Anything that looked at all steps for each of them would take minutes here.
  const items = op({ name: 'items', out: dynamicOut(z.number()), run: () => [] })
  const big = job('big', {
    run() {
      let handle: Handle<number> = one()
      for (let n = 0; n < 30_000; n++) handle = add.as(`add_${n}`)({ x: handle })
      const mapped = Array.from({ length: 10_000 }, (_, n) =>
        items
          .as(`items_${n}`)()
          .map((x) => add.as(`mapped_${n}`)({ x }))
          .collect(),
      )
      return { handle, lists: op({ name: 'lists', ins: { all: z.array(z.array(z.number())) }, run: () => 1 })({ all: mapped }) }
    },
  })
  expect(big.graph.nodes).toHaveLength(50_002)
})
