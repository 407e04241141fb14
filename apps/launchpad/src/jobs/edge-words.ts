export interface JobEdge {
  readonly from: string
  readonly output: string | null
  readonly to: string
  readonly input: string | null
  readonly kind: 'VALUE' | 'ITEM' | 'COLLECT' | 'AFTER'
}

/** Where an input comes from: `from fetch`, `each item of split.airports`, `collected from summarise`. */
export function edgeWords(edges: readonly JobEdge[], to: string, input: string): string {
  const sources = edges.filter((edge) => edge.to === to && edge.input === input)
  if (sources.length === 0) return 'from config, or left out'
  return sources.map(sourceWords).join(', ')
}

function sourceWords(edge: JobEdge): string {
  const source = edge.output === null || edge.output === 'result' ? edge.from : `${edge.from}.${edge.output}`
  if (edge.kind === 'ITEM') return `each item of ${source}`
  return edge.kind === 'COLLECT' ? `collected from ${source}` : `from ${source}`
}
