import {
  Background,
  Controls,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react'
import { Layers, RotateCcw, SlidersHorizontal, Split } from 'lucide-react'
import { memo, useMemo } from 'react'
import '@xyflow/react/dist/style.css'
import type { JobPageQuery, OpNodeFragment } from '../generated/graphql.ts'
import { classes } from '../ui/class-names.ts'
import { Loading } from '../ui/states.tsx'
import { edgeKey } from './edge-key.ts'
import type { GraphLayout, LayoutRequest } from './graph-layout.ts'
import styles from './job-graph.module.css'
import { RoutedEdge, type RoutedFlowEdge } from './routed-edge.tsx'
import { useGraphLayout } from './use-graph-layout.ts'

type JobEdge = Extract<JobPageQuery['jobOrError'], { __typename: 'Job' }>['edges'][number]
type OpFlowNode = Node<{ readonly op: OpNodeFragment }, 'op'>

const NODE_HEIGHT = 44
/** Wide enough for the key at 12 px and its icons: measured, as text would need the page to be measured exactly. */
const nodeWidth = (op: OpNodeFragment): number => Math.min(280, Math.max(128, 60 + op.key.length * 7))

interface JobGraphProps {
  readonly ops: readonly OpNodeFragment[]
  readonly edges: readonly JobEdge[]
  readonly selected: string | undefined
  readonly onSelect: (key: string | undefined) => void
}

/** The ops of a job as a picture. Its list twin says the same in words. */
export function JobGraph(props: JobGraphProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  )
}

function Flow({ ops, edges, selected, onSelect }: JobGraphProps) {
  const request = useMemo<LayoutRequest>(
    () => ({ nodes: ops.map((op) => ({ key: op.key, width: nodeWidth(op), height: NODE_HEIGHT })), edges }),
    [ops, edges],
  )
  const layout = useGraphLayout(request)
  const nodes = useMemo(
    () =>
      ops.map(
        (op): OpFlowNode => ({
          id: op.key,
          type: 'op',
          position: layout?.positions[op.key] ?? { x: 0, y: 0 },
          data: { op },
          width: nodeWidth(op),
          height: NODE_HEIGHT,
          selected: op.key === selected,
          ariaLabel: `Op ${op.key}${op.mapOver ? ', runs for each item' : ''}`,
        }),
      ),
    [ops, layout, selected],
  )
  const flowEdges = useMemo(() => toFlowEdges(edges, selected, layout), [edges, selected, layout])
  if (!layout) return <Loading rows={4} what="the graph" />
  return (
    <div className={styles.graph} style={{ height: `clamp(220px, ${Math.ceil(layout.height) + 72}px, 62vh)` }}>
      <ReactFlow
        nodes={nodes}
        edges={flowEdges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        minZoom={0.1}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        preventScrolling={false}
        zoomOnScroll={false}
        onNodeClick={(_, node) => onSelect(node.id)}
        onPaneClick={() => onSelect(undefined)}
        onSelectionChange={({ nodes: [node] }) => {
          if (node && node.id !== selected) onSelect(node.id)
        }}
      >
        <Background gap={20} size={1} color="var(--border)" />
        <Controls showInteractive={false} position="top-right" orientation="horizontal" />
      </ReactFlow>
    </div>
  )
}

/** Several values between two ops are one line: what they carry is in the list. */
function toFlowEdges(edges: readonly JobEdge[], selected: string | undefined, layout: GraphLayout | undefined): RoutedFlowEdge[] {
  const byEnds = new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge]))
  return [...byEnds].map(([id, edge]) => {
    const near = edge.from === selected || edge.to === selected
    const color = near ? 'var(--accent)' : 'var(--border-control)'
    return {
      id,
      type: 'routed',
      data: { bends: layout?.bends[edgeKey(edge.from, edge.to)] ?? [] },
      source: edge.from,
      target: edge.to,
      focusable: false,
      style: {
        stroke: color,
        strokeWidth: near ? 2 : 1.25,
        ...(edge.kind === 'VALUE' ? {} : { strokeDasharray: edge.kind === 'AFTER' ? '2 4' : '6 3' }),
      },
      markerEnd: { type: MarkerType.ArrowClosed, color, width: 16, height: 16 },
    }
  })
}

const OpNode = memo(({ data: { op }, selected }: NodeProps<OpFlowNode>) => {
  const dot = op.key.lastIndexOf('.')
  return (
    <div
      className={classes(styles.node, op.mapOver && styles.mapped, selected && styles.selected)}
      title={op.description ?? op.key}
    >
      <Handle type="target" position={Position.Left} className={styles.handle} />
      <span className={styles.name}>
        {dot !== -1 && <span className={styles.path}>{op.key.slice(0, dot + 1)}</span>}
        {op.key.slice(dot + 1)}
      </span>
      <span className={styles.icons}>
        {op.outs.some((out) => out.dynamic) && <Split aria-label="dynamic output" size={12} />}
        {op.mapOver && <Layers aria-label="runs for each item" size={12} />}
        {op.retry && <RotateCcw aria-label="retries" size={12} />}
        {op.hasConfig && <SlidersHorizontal aria-label="has config" size={12} />}
      </span>
      <Handle type="source" position={Position.Right} className={styles.handle} />
    </div>
  )
})

const NODE_TYPES = { op: OpNode }
const EDGE_TYPES = { routed: RoutedEdge }
