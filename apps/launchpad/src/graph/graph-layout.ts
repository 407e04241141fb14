import { Graph, layout } from '@dagrejs/dagre'

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

/** Top left corners, in pixels. */
export interface GraphLayout {
  readonly positions: Readonly<Record<string, { readonly x: number; readonly y: number }>>
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
  const { width = 0, height = 0 } = graph.graph()
  return { positions, width: Math.max(0, width), height: Math.max(0, height) }
}
