import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react'
import { edgePath } from './edge-path.ts'
import type { Point } from './graph-layout.ts'

export type RoutedFlowEdge = Edge<{ readonly bends: readonly Point[] }, 'routed'>

/** An edge along the way that the layout has found for it. */
export function RoutedEdge({ sourceX, sourceY, targetX, targetY, data, style, markerEnd }: EdgeProps<RoutedFlowEdge>) {
  const path = edgePath([{ x: sourceX, y: sourceY }, ...(data?.bends ?? []), { x: targetX, y: targetY }])
  return <BaseEdge path={path} {...(style ? { style } : {})} {...(markerEnd ? { markerEnd } : {})} />
}
