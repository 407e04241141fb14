import type { Node } from '../definition/graph-definition.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import type { OpDefinition } from '../definition/op-definition.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import type { StepKey } from './plan.ts'

/** A use of an op or a graph, and where the run config speaks of it. */
export interface ConfigPlace {
  readonly node: Node
  /** The step key of an op, or the path of a graph. */
  readonly key: StepKey
  readonly path: readonly string[]
}

/** The uses in one body; `around` is the graph use they belong to, undefined for the job's own. */
export function placesIn(nodes: readonly Node[], around?: ConfigPlace): readonly ConfigPlace[] {
  return nodes.map((node) => ({
    node,
    key: around === undefined ? node.name : `${around.key}.${node.name}`,
    path: [...(around?.path ?? []), 'ops', node.name],
  }))
}

const nodesOf = ({ node }: ConfigPlace): readonly Node[] => (node.definition.kind === 'graph' ? node.definition.nodes : [])

/** Everything below the given places and the places themselves, graphs before what they hold. */
export const withInner = (places: readonly ConfigPlace[]): readonly ConfigPlace[] =>
  places.flatMap((place) => [place, ...withInner(placesIn(nodesOf(place), place))])

export const innerPlaces = (place: ConfigPlace): readonly ConfigPlace[] => placesIn(nodesOf(place), place)

/** Whether any step at or below this place is selected. */
export const isSelected = (place: ConfigPlace, selected: ReadonlySet<StepKey> | undefined): boolean =>
  selected === undefined ||
  (place.node.definition.kind === 'op'
    ? selected.has(place.key)
    : innerPlaces(place).some((inner) => isSelected(inner, selected)))

const opsOf = (job: JobDefinition): readonly { readonly key: StepKey; readonly op: OpDefinition }[] =>
  withInner(placesIn(job.graph.nodes)).flatMap(({ key, node }) =>
    node.definition.kind === 'op' ? [{ key, op: node.definition }] : [],
  )

/** The resources of a job: what the job brings goes over the project's, and what an op brings serves where neither has it. */
export interface JobResources {
  readonly definitions: ReadonlyMap<string, ResourceDefinition>
  /** Those that the selected steps use. */
  readonly used: ReadonlySet<string>
}

export function resourcesOf(
  job: JobDefinition,
  project: Readonly<Record<string, ResourceDefinition>>,
  selected?: ReadonlySet<StepKey>,
): JobResources {
  const definitions = new Map<string, ResourceDefinition>()
  const used = new Set<string>()
  for (const { key, op } of opsOf(job)) {
    for (const [resource, requirement] of Object.entries(op.resources)) {
      if (selected === undefined || selected.has(key)) used.add(resource)
      if (requirement.kind === 'resource' && !definitions.has(resource)) definitions.set(resource, requirement)
    }
  }
  for (const provided of [project, job.resources]) {
    for (const [resource, definition] of Object.entries(provided)) definitions.set(resource, definition)
  }
  return { definitions, used }
}
