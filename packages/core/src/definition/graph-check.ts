import { definitionError } from './definition-error.ts'
import type { GraphDefinition, InputSource, Node, NodeOutput } from './graph-definition.ts'

/**
 * Checks graph data however it came to be: a traced body is sound by construction, but jobs can also be made as data, by a generator
 * or another version of this package. O(nodes + wires).
 * @throws FrameworkError DUPLICATE_STEP, DANGLING_INPUT, CYCLE
 */
export function checkGraph(graph: GraphDefinition, owner: string): void {
  checkBody(graph, owner, { enclosing: new Set(), checked: new Set() })
}

interface Walk {
  readonly enclosing: ReadonlySet<GraphDefinition>
  /** A graph that is used in many places is checked once. */
  readonly checked: Set<GraphDefinition>
}

function checkBody(graph: GraphDefinition, owner: string, { enclosing, checked }: Walk): void {
  if (enclosing.has(graph)) {
    throw definitionError(
      'CYCLE',
      `Graph "${graph.name}" contains itself in ${owner}. Break the circle: a graph is made of ops and of other graphs.`,
      {
        graph: graph.name,
      },
    )
  }
  if (checked.has(graph)) return
  checked.add(graph)
  const nodes = byName(graph, owner)
  for (const node of graph.nodes) {
    for (const { wire, from } of upstreamOf(node)) checkOutput(nodes, from, `${wire} of step "${node.name}" of ${owner}`)
  }
  for (const [output, from] of Object.entries(graph.outputs)) checkOutput(nodes, from, `Output "${output}" of ${owner}`)
  checkAcyclic(nodes, owner)
  const inside = new Set([...enclosing, graph])
  for (const { name, definition } of graph.nodes) {
    if (definition.kind === 'graph') checkBody(definition, `graph "${name}" of ${owner}`, { enclosing: inside, checked })
  }
}

function byName(graph: GraphDefinition, owner: string): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>()
  const folded = new Map<string, string>()
  for (const node of graph.nodes) {
    const other = folded.get(node.name.toLowerCase())
    if (other !== undefined) {
      throw definitionError(
        'DUPLICATE_STEP',
        `Steps "${other}" and "${node.name}" of ${owner} have one name, or differ only by case. Rename one.`,
        {
          step: node.name,
          other,
        },
      )
    }
    folded.set(node.name.toLowerCase(), node.name)
    nodes.set(node.name, node)
  }
  return nodes
}

interface Upstream {
  readonly wire: string
  readonly from: NodeOutput
}

function upstreamOf(node: Node): readonly Upstream[] {
  const wires = Object.entries(node.inputs).flatMap(([input, source]) =>
    outputsOf(source).map((from) => ({ wire: `Input "${input}"`, from })),
  )
  const after = node.after.map((from) => ({ wire: '.after()', from }))
  return [...wires, ...after, ...(node.mapOver === undefined ? [] : [{ wire: '.map()', from: node.mapOver }])]
}

function outputsOf(source: InputSource): readonly NodeOutput[] {
  if (source.kind === 'fan-in') return source.sources.flatMap(outputsOf)
  if (source.kind === 'output' || source.kind === 'collect') return [source.from]
  return source.kind === 'item' ? [source.of] : []
}

function checkOutput(nodes: ReadonlyMap<string, Node>, { node, output }: NodeOutput, user: string): void {
  const definition = nodes.get(node)?.definition
  const outputs = definition?.kind === 'op' ? definition.outs : definition?.outputs
  if (outputs !== undefined && Object.hasOwn(outputs, output)) return
  throw definitionError(
    'DANGLING_INPUT',
    `${user} hangs on "${node}.${output}", but there is no such ${outputs === undefined ? 'step' : 'output'}. Wire it to an output that exists.`,
    { node, output },
  )
}

/** Takes away what nothing is before, until nothing is left; what stays lies on a cycle or behind one. */
function checkAcyclic(nodes: ReadonlyMap<string, Node>, owner: string): void {
  const left = new Map([...nodes].map(([name, node]) => [name, new Set(upstreamOf(node).map(({ from }) => from.node))]))
  const downstream = new Map<string, string[]>([...nodes.keys()].map((name) => [name, []]))
  for (const [name, upstream] of left) {
    for (const from of upstream) downstream.get(from)?.push(name)
  }
  const ready = [...left].filter(([, upstream]) => upstream.size === 0).map(([name]) => name)
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    left.delete(name)
    for (const next of downstream.get(name) ?? []) {
      const upstream = left.get(next)
      upstream?.delete(name)
      if (upstream?.size === 0) ready.push(next)
    }
  }
  if (left.size > 0) throw cycleError(left, owner)
}

function cycleError(left: ReadonlyMap<string, ReadonlySet<string>>, owner: string): Error {
  const path: string[] = []
  let [step] = left.keys()
  while (step !== undefined && !path.includes(step)) {
    path.unshift(step)
    step = [...(left.get(step) ?? [])][0]
  }
  const cycle = step === undefined ? path : [step, ...path.slice(0, path.indexOf(step) + 1)]
  return definitionError(
    'CYCLE',
    `Steps of ${owner} wait for each other: ${cycle.map((name) => `"${name}"`).join(' -> ')}. Remove one of these wires.`,
    {
      steps: cycle,
    },
  )
}
