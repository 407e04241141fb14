import { expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { definitions } from './definitions.ts'
import type { GraphDefinition, InputSource, Node } from './graph-definition.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { type } from './schema.ts'

/** Jobs made as data, by a generator or another version of the package, have gone through no tracing. */
const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: type<number>(), y: type<number>() }, run: () => 1 })
const from = (node: string, output = 'result'): InputSource => ({ kind: 'output', from: { node, output } })
const nodeOf = (name: string, inputs: Record<string, InputSource> = {}, more: Partial<Node> = {}): Node => ({
  name,
  definition: Object.keys(inputs).length === 0 ? one.definition : add.definition,
  inputs,
  after: [],
  ...more,
})
const graphOf = (nodes: readonly Node[], outputs: GraphDefinition['outputs'] = {}): GraphDefinition => ({
  kind: 'graph',
  name: 'made',
  ins: {},
  nodes,
  outputs,
})
const refused = (graph: GraphDefinition): string =>
  refusal(() => definitions({ jobs: [{ ...job('made', { run: () => one() }), graph }] }))

test('sound data is accepted, in whatever order its nodes stand', () => {
  const nodes = [
    nodeOf('sum', {
      x: { kind: 'fan-in', sources: [{ kind: 'output', from: { node: 'a', output: 'result' } }] },
      y: { kind: 'config' },
    }),
    nodeOf('a', {}, { after: [{ node: 'b', output: 'result' }] }),
    nodeOf('b'),
  ]
  expect(refused(graphOf(nodes, { result: { node: 'sum', output: 'result' } }))).toBe('nothing was thrown')
})

test('an input that hangs on nothing is named', () => {
  const message = (user: string, missing: string, what: string): string =>
    `DANGLING_INPUT: ${user} hangs on "${missing}", but there is no such ${what}. Wire it to an output that exists.`
  expect(refused(graphOf([nodeOf('a', { x: from('gone') })]))).toBe(
    message('Input "x" of step "a" of job "made"', 'gone.result', 'step'),
  )
  expect(refused(graphOf([nodeOf('b'), nodeOf('a', { x: from('b', 'rest') })]))).toBe(
    message('Input "x" of step "a" of job "made"', 'b.rest', 'output'),
  )
  expect(refused(graphOf([nodeOf('a', {}, { after: [{ node: 'gone', output: 'result' }] })]))).toBe(
    message('.after() of step "a" of job "made"', 'gone.result', 'step'),
  )
  expect(refused(graphOf([nodeOf('a', {}, { mapOver: { node: 'gone', output: 'parts' } })]))).toBe(
    message('.map() of step "a" of job "made"', 'gone.parts', 'step'),
  )
  expect(refused(graphOf([nodeOf('a')], { total: { node: 'a', output: 'toString' } }))).toBe(
    message('Output "total" of job "made"', 'a.toString', 'output'),
  )
})

test('steps that wait for each other are named in their order', () => {
  const circle = [
    nodeOf('start'),
    nodeOf('a', { x: from('start'), y: from('c') }),
    nodeOf('b', { x: from('a') }),
    nodeOf('c', { x: from('start') }, { after: [{ node: 'b', output: 'result' }] }),
    nodeOf('behind', { x: from('c') }),
  ]
  expect(refused(graphOf(circle))).toBe(
    'CYCLE: Steps of job "made" wait for each other: "a" -> "b" -> "c" -> "a". Remove one of these wires.',
  )
  expect(refused(graphOf([nodeOf('a', { x: from('a') })]))).toBe(
    'CYCLE: Steps of job "made" wait for each other: "a" -> "a". Remove one of these wires.',
  )
})

test('a graph that contains itself is named', () => {
  const nodes: Node[] = []
  const graph = graphOf(nodes)
  nodes.push({ name: 'inner', definition: graph, inputs: {}, after: [] })
  expect(refused(graph)).toBe(
    'CYCLE: Graph "made" contains itself in graph "inner" of job "made". Break the circle: a graph is made of ops and of other graphs.',
  )
})

test('two steps of one name are named, in a nested graph too', () => {
  const inner = graphOf([nodeOf('a'), nodeOf('A')])
  expect(refused(graphOf([{ name: 'part', definition: inner, inputs: {}, after: [] }]))).toBe(
    'DUPLICATE_STEP: Steps "a" and "A" of graph "part" of job "made" have one name, or differ only by case. Rename one.',
  )
})

test('a graph used in many places is looked at once', () => {
  let graph = graphOf([nodeOf('a')], { result: { node: 'a', output: 'result' } })
  for (let depth = 0; depth < 60; depth++) {
    const twice = ['left', 'right'].map((name): Node => ({ name, definition: graph, inputs: {}, after: [] }))
    graph = graphOf(twice, { result: { node: 'left', output: 'result' } })
  }
  // Looked at once for each use it would be 2^60 times.
  expect(refused(graph)).toBe('nothing was thrown')
})
