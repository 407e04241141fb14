import type { GraphDefinition } from './graph-definition.ts'
import type { OpDefinition } from './op-definition.ts'
import type { ResourceDefinition } from './resource-definition.ts'

/** How a job's ops use one resource key. */
export interface ResourceUse {
  /** Names of the ops that use it, in wiring order. */
  readonly ops: readonly string[]
  /** The definitions that ops bring to fall back on, each with the first op that does. More than one is an error, unless the job provides the key. */
  readonly fallbacks: ReadonlyMap<ResourceDefinition, string>
}

interface Draft {
  readonly ops: Set<string>
  readonly fallbacks: Map<ResourceDefinition, string>
}

/** Every resource key that the graph's ops use, in nested graphs too. */
export function listRequirements(graph: GraphDefinition): ReadonlyMap<string, ResourceUse> {
  const drafts = new Map<string, Draft>()
  gather(graph, drafts, new Set())
  return new Map([...drafts].map(([key, { ops, fallbacks }]) => [key, { ops: [...ops], fallbacks }]))
}

function gather(graph: GraphDefinition, drafts: Map<string, Draft>, seen: Set<GraphDefinition>): void {
  if (seen.has(graph)) return
  seen.add(graph)
  for (const { definition } of graph.nodes) {
    if (definition.kind === 'graph') gather(definition, drafts, seen)
    else addRequirements(definition, drafts)
  }
}

function addRequirements({ name, resources }: OpDefinition, drafts: Map<string, Draft>): void {
  for (const [key, requirement] of Object.entries(resources)) {
    const draft = drafts.get(key) ?? { ops: new Set(), fallbacks: new Map() }
    drafts.set(key, draft)
    draft.ops.add(name)
    if (requirement.kind === 'resource' && !draft.fallbacks.has(requirement)) draft.fallbacks.set(requirement, name)
  }
}
