import type { GraphDefinition } from '../definition/graph-definition.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import { listRequirements } from '../definition/resource-requirements.ts'
import type { EdgeDescription, JobDescription, OpDescription } from './job-description.ts'
import type { Plan, PlannedJob, PlanSource, PlanStep, StepBinding } from './plan.ts'
import { sourcesOf } from './plan.ts'

const KIND_OF_TAKE = { item: 'item', all: 'collect' } as const

function describeOp(step: PlanStep, binding: StepBinding | undefined): OpDescription {
  const op = binding?.op
  return {
    key: step.key,
    opName: step.opName,
    description: op?.description ?? null,
    tags: step.tags,
    pool: step.pool,
    codeVersion: step.codeVersion,
    timeoutSeconds: step.timeoutSeconds,
    retry: step.retry?.text ?? null,
    hasConfig: op?.config !== undefined,
    resources: Object.keys(op?.resources ?? {}),
    mapOver: step.mapOver === null ? null : { key: step.mapOver.step, output: step.mapOver.output },
    ins: Object.entries(op?.ins ?? {}).map(([name, { acceptsUndefined }]) => ({ name, optional: acceptsUndefined })),
    outs: Object.entries(step.outs).map(([name, { required, dynamic, ioManager, asset }]) => ({
      name,
      required,
      dynamic,
      ioManager,
      asset: asset ?? null,
      description: op?.outs[name]?.description ?? null,
    })),
  }
}

const inputEdge = (to: PlanStep, input: string, { step, output, take }: PlanSource): EdgeDescription => ({
  from: step,
  output,
  to: to.key,
  input,
  kind: take === undefined ? 'value' : KIND_OF_TAKE[take],
})

function edgesOf({ steps }: Plan): EdgeDescription[] {
  return steps.flatMap((step) => [
    ...Object.entries(step.inputs).flatMap(([name, input]) => sourcesOf(input).map((source) => inputEdge(step, name, source))),
    ...step.after.map((from): EdgeDescription => ({ from, output: null, to: step.key, input: null, kind: 'after' })),
  ])
}

function nestedGraphs(graph: GraphDefinition, path: readonly string[]): JobDescription['graphs'] {
  return graph.nodes.flatMap(({ name, definition }) => {
    if (definition.kind === 'op') return []
    const place = [...path, name]
    const own = { path: place.join('.'), name: definition.name, description: definition.description ?? null }
    return [own, ...nestedGraphs(definition, place)]
  })
}

function resourcesOf(job: JobDefinition, shared: Readonly<Record<string, ResourceDefinition>>): JobDescription['resources'] {
  const provided: Readonly<Record<string, ResourceDefinition>> = { ...shared, ...job.resources }
  return [...listRequirements(job.graph)].map(([key, { fallbacks }]) => {
    const definition = Object.hasOwn(provided, key) ? provided[key] : [...fallbacks.keys()][0]
    return { key, description: definition?.description ?? null, hasConfig: definition?.config !== undefined }
  })
}

/** Tells a job as people look at it; `shared` are the project's resources, which the job's own go before. */
export function buildJobDescription(
  job: JobDefinition,
  { plan, bindings }: PlannedJob,
  shared: Readonly<Record<string, ResourceDefinition>> = {},
): JobDescription {
  return {
    name: job.name,
    description: job.description ?? null,
    owners: job.owners,
    tags: job.tags,
    ops: plan.steps.map((step) => describeOp(step, bindings.get(step.key))),
    edges: edgesOf(plan),
    graphs: nestedGraphs(job.graph, []),
    resources: resourcesOf(job, shared),
  }
}
