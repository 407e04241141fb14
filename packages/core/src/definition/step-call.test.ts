import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { fromConfig } from './from-config.ts'
import { graph } from './graph.ts'
import type { Node } from './graph-definition.ts'
import type { Handle } from './handle.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: z.number(), y: z.number().optional() }, run: (_, { x, y = 0 }) => x + y })
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })
const halve = op({
  name: 'halve',
  ins: { x: z.number() },
  outs: { half: z.number(), rest: z.number() },
  run: () => ({ half: 1, rest: 0 }),
})
const split = op({ name: 'split', out: dynamicOut(z.number()), run: () => [] })
/** As plain JavaScript calls it: the types would refuse these. */
const untyped = (step: unknown): ((...args: readonly unknown[]) => Handle<number>) => step as never

const nodesOf = (run: () => Handle<unknown>): readonly Node[] => job('j', { run }).graph.nodes
const output = (node: string, name = 'result'): object => ({ kind: 'output', from: { node, output: name } })

describe('a call becomes a node', () => {
  test('wired by the names of its inputs; what is left open stays out', () => {
    expect(nodesOf(() => add({ x: one() }))[1]).toMatchObject({
      name: 'add',
      definition: add.definition,
      inputs: { x: output('one') },
      after: [],
    })
  })

  test('with several outputs, each of which is wired by its name', () => {
    const [, , third] = nodesOf(() => {
      const { half, rest } = halve({ x: one() })
      return add({ x: half, y: rest })
    })
    expect(third?.inputs).toEqual({ x: output('halve', 'half'), y: output('halve', 'rest') })
  })

  test('with every value of a fan-in in wiring order, also a collected list', () => {
    const lists = op({ name: 'lists', ins: { all: z.array(z.array(z.number())) }, run: () => 1 })
    const list = op({ name: 'list', run: () => [1] })
    const items = nodesOf(() => sum({ xs: [one(), one.as('two')()] }))
    expect(items[2]?.inputs).toEqual({ xs: { kind: 'fan-in', sources: [output('one'), output('two')] } })
    const collected = nodesOf(() => lists({ all: [list(), split().collect()] }))
    expect(collected[2]?.inputs).toEqual({
      all: { kind: 'fan-in', sources: [output('list'), { kind: 'collect', from: { node: 'split', output: 'result' } }] },
    })
  })

  test('under its alias, with the retry policy and the tags of this use, the last of each winning', () => {
    const [node] = nodesOf(
      one
        .with({ retry: { maxRetries: 1 }, tags: { team: 'a', level: 1 } })
        .as('uno')
        .with({ retry: { maxRetries: 2 }, tags: { team: 'b' } }),
    )
    expect(node).toMatchObject({
      name: 'uno',
      definition: { name: 'one' },
      retry: { maxRetries: 2 },
      tags: { team: 'b', level: '1' },
    })
    expect(nodesOf(one.with({ tags: { 'pawl/max_retries': 3, 'pawl/retry_delay': '1,10' } }))[0]?.retry).toEqual({
      maxRetries: 3,
      delaySeconds: [1, 10],
    })
  })

  test('after the steps it waits for, whatever they give', () => {
    const nodes = nodesOf(() => {
      const { half } = halve({ x: one() })
      const items = split()
      return sum.after(half, items, items.collect())({ xs: items.map((x) => add.after(x)({ x: half })).collect() })
    })
    expect(nodes.at(-1)?.after).toEqual([
      { node: 'halve', output: 'half' },
      { node: 'split', output: 'result' },
      { node: 'split', output: 'result' },
    ])
    expect(nodes.find(({ name }) => name === 'add')?.after).toEqual([{ node: 'split', output: 'result' }])
  })

  test('with inputs from the run config', () => {
    expect(nodesOf(() => add({ x: fromConfig() }))[0]?.inputs).toEqual({ x: { kind: 'config' } })
  })

  test('frozen, with everything in it', () => {
    const [, node] = nodesOf(() => sum({ xs: [one()] }))
    expect([node, node?.inputs, node?.inputs['xs'], node?.after].every(Object.isFrozen)).toBe(true)
  })
})

describe('a call is refused', () => {
  const refused = (run: () => unknown): string => refusal(() => job('report', { run: run as () => Handle<number> }))

  test('outside a body, also where the body went on after an await', async () => {
    const message = (name: string): string =>
      `CALLED_OUTSIDE_BODY: ${name} is called outside a body. Call it inside the "run" of a job or graph, before any await; to try an op alone, put it into a job. (Two copies of @pawl/core in one project look like this too.)`
    expect(refusal(() => one())).toBe(message('Op "one"'))
    expect(refusal(graph('once', { run: () => one() }))).toBe(message('Graph "once"'))
    let late = ''
    const body = async (): Promise<unknown> => {
      await undefined
      late = refusal(() => one())
      return undefined
    }
    refused(body)
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(late).toBe(message('Op "one"'))
  })

  test('outside a body that has thrown: nothing of it is left behind', () => {
    expect(() =>
      job('broken', {
        run() {
          one()
          throw new RangeError('broken')
        },
      }),
    ).toThrow(new RangeError('broken'))
    expect(refusal(() => one())).toMatch(/^CALLED_OUTSIDE_BODY/)
  })

  test('where its name is taken', () => {
    expect(refused(() => sum({ xs: [one(), one()] }))).toBe(
      'DUPLICATE_STEP: Step "one" of job "report" is called twice. Give each use a name of its own: one.as("one_2")(…).',
    )
    expect(refused(() => sum({ xs: [one(), one.as('ONE')()] }))).toBe(
      'DUPLICATE_STEP: Step "ONE" of job "report" differs from step "one" only by case. Give each use a name of its own: ONE.as("ONE_2")(…).',
    )
  })

  test('for an alias that is no name', () => {
    expect(refused(() => one.as('one more' as 'one_more')())).toBe(
      'INVALID_NAME: Step name "one more" of .as() of "one" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "one_more".',
    )
  })

  test('for inputs that are not given by name', () => {
    expect(refused(() => untyped(add)(one()))).toBe(
      'INPUTS_NOT_BY_NAME: Step "add" of job "report" gets a handle. Its inputs are given by name, in one object: add({ x: …, y: … }).',
    )
    expect(refused(() => untyped(add)({ x: one() }, { y: one.as('two')() }))).toBe(
      'INPUTS_NOT_BY_NAME: Step "add" of job "report" gets 2 arguments. Its inputs are given by name, in one object: add({ x: …, y: … }).',
    )
    expect(refused(() => untyped(one)(1))).toBe(
      'INPUTS_NOT_BY_NAME: Step "one" of job "report" gets the number 1. Its inputs are given by name, in one object: one().',
    )
  })

  test('for an input it does not have', () => {
    expect(refused(() => untyped(sum)({ sx: [one()] }))).toBe(
      'UNKNOWN_INPUT: Step "sum" of job "report" has no input "sx". Did you mean "xs"?',
    )
    expect(refused(() => untyped(add)({ x: one(), total: one.as('two')() }))).toBe(
      'UNKNOWN_INPUT: Step "add" of job "report" has no input "total". Its inputs: "x" and "y".',
    )
  })

  test('for an input that is left open and needs a value', () => {
    const message =
      'UNWIRED_INPUT: Step "add" of job "report" needs its input "x". Wire it to a handle, or to fromConfig() to set it in the run config as "inputs.x" of "add"; it may stay open only if its schema accepts undefined.'
    expect(refused(() => untyped(add)())).toBe(message)
    expect(refused(() => untyped(add)({ x: undefined, y: one() }))).toBe(message)
    const builtIn = op({ name: 'built_in', ins: { constructor: z.function() }, run: () => 1 })
    expect(refused(() => untyped(builtIn)({}))).toMatch(
      /^UNWIRED_INPUT: Step "built_in" of job "report" needs its input "constructor"/,
    )
  })

  test('for what is no handle', () => {
    expect(refused(() => untyped(sum)({ xs: [1, 2] }))).toBe(
      'NOT_A_HANDLE: Input "xs" of step "sum" of job "report" gets the number 1. A wire is a handle, which is what calling an op gives; a constant belongs into config, or behind fromConfig().',
    )
    expect(refused(() => untyped(add)({ x: one }))).toBe(
      'NOT_A_HANDLE: Input "x" of step "add" of job "report" gets a function. A wire is a handle, which is what calling an op gives; a constant belongs into config, or behind fromConfig().',
    )
    expect(refused(() => untyped(add)({ x: halve({ x: one() }) }))).toBe(
      'NOT_A_HANDLE: Input "x" of step "add" of job "report" gets an object with "half" and "rest". It is a record of handles: give one of them, such as ".half".',
    )
    expect(refused(() => one.after(1 as never)())).toBe(
      'NOT_A_HANDLE: .after() of step "one" of job "report" gets the number 1. It takes the handles of the steps to wait for.',
    )
  })

  test('for an empty fan-in', () => {
    expect(refused(() => sum({ xs: [] }))).toBe(
      'EMPTY_FAN_IN: Input "xs" of step "sum" of job "report" is wired to an empty list. Give it at least one handle, or leave the input out if its schema accepts undefined.',
    )
  })

  test('for a dynamic handle that is neither mapped nor collected', () => {
    expect(refused(() => untyped(add)({ x: split() }))).toBe(
      'DYNAMIC_NOT_MAPPED: Input "x" of step "add" of job "report" gets all items of "split" at once. Wire the step for each item with .map((item) => add({ x: item })), or give it the whole list with .collect().',
    )
  })

  test('for a handle of another body', () => {
    let stray: Handle<number> | undefined
    job('first', {
      run() {
        stray = one()
        return stray
      },
    })
    expect(refused(() => untyped(add)({ x: stray }))).toBe(
      'HANDLE_OUTSIDE_BODY: Input "x" of step "add" of job "report" gets the handle "one" of job "first", which means nothing in job "report". A handle lives in the body that made it: return it there, or take it as one of the graph\'s "ins".',
    )
    expect(refused(() => graph('inner', { run: () => add({ x: one() }) })() && stray)).toMatch(
      /^HANDLE_OUTSIDE_BODY: Output "result" gets the handle "one" of job "first", which means nothing in job "report"\./,
    )
  })

  test('for an order-only dependency on what no step makes', () => {
    const body = (): unknown => graph('late', { ins: { x: z.number() }, run: ({ x }) => add.after(x)({ x }) })
    expect(refusal(body)).toBe(
      'AFTER_GRAPH_INPUT: .after() of step "add" of graph "late" gets the graph\'s own input "x", which no step of the graph makes. Put the whole graph after that step where it is called.',
    )
  })

  test('for a handle that is used as if it were its value', () => {
    const message =
      'HANDLE_USED_AS_VALUE: The handle "halve.half" of job "report" is used as a value. It only stands for one while the job is wired: hand it to an op, whose "run" gets the value.'
    expect(refused(() => `${halve({ x: one() }).half}`)).toBe(message)
    expect(refused(() => Number(halve({ x: one() }).half) + 1)).toBe(message)
    expect(refused(() => JSON.stringify({ half: halve({ x: one() }).half }))).toBe(message)
  })

  test('for an override of what a use cannot change', () => {
    expect(refused(() => one.with({ timeoutSeconds: 1 } as never)())).toBe(
      'UNKNOWN_OVERRIDE: .with() of "one" cannot change "timeoutSeconds". One use can change "retry" and "tags"; anything else needs an op of its own.',
    )
    expect(refused(() => one.with({ tag: {} } as never)())).toBe(
      'UNKNOWN_OVERRIDE: .with() of "one" cannot change "tag". Did you mean "tags"?',
    )
    expect(refused(() => one.with(3 as never)())).toBe(
      'UNKNOWN_OVERRIDE: .with() of "one" gets the number 3. Give an object with "retry" or "tags".',
    )
    expect(refused(() => one.with({ retry: { maxRetries: -1 } })())).toBe(
      'INVALID_RETRY: The retry policy of .with() of "one" has maxRetries -1. Give a whole number from 0: how often to try again after the first attempt.',
    )
  })
})

test('an output that may be left out is wired like any other', () => {
  const maybe = op({ name: 'maybe', out: out(z.number(), { required: false }), run: () => undefined })
  expect(nodesOf(() => add({ x: maybe() }))[1]?.inputs).toEqual({ x: output('maybe') })
})
