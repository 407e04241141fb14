import { Graph, layout } from '@dagrejs/dagre'
import { edgeKey } from './edge-key.ts'

export interface LayoutNode {
  readonly key: string
  readonly width: number
  readonly height: number
}

export interface LayoutEdge {
  readonly from: string
  readonly to: string
}

export interface LayoutRequest {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Top left corners, in pixels. */
export interface GraphLayout {
  readonly positions: Readonly<Record<string, Point>>
  /** By `from to`: where an edge bends on its way, so that it passes between the nodes and not under them. */
  readonly bends: Readonly<Record<string, readonly Point[]>>
  readonly width: number
  readonly height: number
}

/** From left to right, in the order of execution. Takes 0.8 s for 500 nodes, so it belongs in a worker. */
export function layoutGraph({ nodes, edges }: LayoutRequest): GraphLayout {
  const graph = new Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 56, marginx: 8, marginy: 8 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height })
  for (const { from, to } of edges) graph.setEdge(from, to)
  layout(graph)
  const positions = Object.fromEntries(
    nodes.map(({ key, width, height }) => {
      // Dagre speaks of centres.
      const { x = 0, y = 0 } = graph.node(key) ?? {}
      return [key, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }]
    }),
  )
  const bends = Object.fromEntries(
    edges.map(({ from, to }) => {
      const points: readonly Point[] = graph.edge(from, to)?.points ?? []
      // The first and the last lie on the nodes' borders, where the edge has its own handles.
      return [edgeKey(from, to), points.slice(1, -1).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))]
    }),
  )
  const { width = 0, height = 0 } = graph.graph()
  return { positions, bends, width: Math.max(0, width), height: Math.max(0, height) }
}
