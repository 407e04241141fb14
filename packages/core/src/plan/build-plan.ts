import type {
  CollectSource,
  GraphDefinition,
  GraphOutput,
  InputSource,
  Node,
  SingleSource,
} from '../definition/graph-definition.ts'
import { DEFAULT_IO_MANAGER, type JobDefinition } from '../definition/job-definition.ts'
import type { InputDefinition, OpDefinition } from '../definition/op-definition.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { describeRetry } from './describe-retry.ts'
import { effectiveRetryPolicy } from './effective-retry-policy.ts'
import {
  type Plan,
  type PlanInput,
  type PlannedJob,
  type PlanOutput,
  type PlanSource,
  type PlanStep,
  type StepBinding,
  type StepKey,
  sourcesOf,
} from './plan.ts'
import { topologicalOrder } from './topological-order.ts'

export interface PlanDefaults {
  /** Key of the I/O manager of outputs for which neither the op nor the job names one. */
  readonly ioManager: string
  /** The instance's op retry policy. */
  readonly opRetry?: RetryPolicy
}

/** What the inputs of an enclosing graph come from; an absent one was left unwired. */
type WiredInputs = Readonly<Record<string, PlanInput>>

/** A graph body at its place in the job. */
interface Scope {
  readonly graph: GraphDefinition
  /** Names of the enclosing graph uses, outermost first. */
  readonly path: readonly string[]
  readonly inputs: WiredInputs
  readonly mapOver: PlanSource | null
  readonly after: readonly StepKey[]
}

type DraftStep = Omit<PlanStep, 'order'>

const sameOutput = (a: PlanSource, b: PlanSource): boolean => a.step === b.step && a.output === b.output

const stepKey = (path: readonly string[], name: string): StepKey => [...path, name].join('.')

function findNode(graph: GraphDefinition, name: string): Node {
  const found = graph.nodes.find((node) => node.name === name)
  if (found === undefined) {
    throw new FrameworkError('UNKNOWN_NODE', { message: `Graph "${graph.name}" wires a node "${name}" that it does not have.` })
  }
  return found
}

/** Follows an output through the graphs that pass it on, down to the step that makes it. */
function sourceOf(ref: GraphOutput, graph: GraphDefinition, path: readonly string[]): PlanSource {
  const { definition } = findNode(graph, ref.node)
  const take = ref.collected === true ? ({ take: 'all' } as const) : {}
  if (definition.kind === 'op') return { step: stepKey(path, ref.node), output: ref.output, ...take }
  const inner = definition.outputs[ref.output]
  if (inner === undefined) {
    throw new FrameworkError('UNKNOWN_OUTPUT', { message: `Graph "${definition.name}" has no output "${ref.output}".` })
  }
  return { ...sourceOf(inner, definition, [...path, ref.node]), ...take }
}

/** `ops.<graph>.ops.<name>.inputs.<input>`: where the run config gives a literal input. */
const inputConfigPath = (path: readonly string[], name: string, input: string): readonly string[] => [
  ...path.flatMap((graph) => ['ops', graph]),
  'ops',
  name,
  'inputs',
  input,
]

const plannedOuts = (op: OpDefinition, ioManager: string): Readonly<Record<string, PlanOutput>> =>
  Object.fromEntries(
    Object.entries(op.outs).map(([name, out]) => [
      name,
      {
        required: out.required,
        dynamic: out.dynamic,
        ioManager: out.ioManager ?? ioManager,
        ...(out.asset === undefined ? {} : { asset: out.asset }),
      },
    ]),
  )

class PlanBuilder {
  readonly drafts: DraftStep[] = []
  readonly bindings: Map<StepKey, StepBinding> = new Map()
  readonly #mapOvers: Map<StepKey, PlanSource> = new Map()
  readonly #job: JobDefinition
  readonly #defaults: PlanDefaults

  constructor(job: JobDefinition, defaults: PlanDefaults) {
    this.#job = job
    this.#defaults = defaults
  }

  #isMapped(key: StepKey): boolean {
    return this.#mapOvers.get(key) !== undefined
  }

  #sources(source: SingleSource | CollectSource, scope: Scope): readonly PlanSource[] {
    if (source.kind === 'graph-input') {
      const outer = scope.inputs[source.input]
      if (outer?.kind !== 'config') return outer === undefined ? [] : sourcesOf(outer)
      throw new FrameworkError('UNSUPPORTED_FAN_IN', {
        message: `Graph "${scope.graph.name}" puts its input "${source.input}", which the run config gives, into a list with others. Wire it to an input of its own.`,
      })
    }
    if (source.kind === 'output') return [sourceOf(source.from, scope.graph, scope.path)]
    if (source.kind === 'collect') return [{ ...sourceOf(source.from, scope.graph, scope.path), take: 'all' }]
    const item = sourceOf(source.of, scope.graph, scope.path)
    // The item of a mapped step's output is simply what the copy with the same key has made.
    return [this.#isMapped(item.step) ? item : { ...item, take: 'item' }]
  }

  #input(
    source: InputSource,
    definition: InputDefinition,
    place: { scope: Scope; configPath: readonly string[] },
  ): PlanInput | undefined {
    const { scope, configPath } = place
    const { acceptsUndefined } = definition
    if (source.kind === 'config') return { kind: 'config', acceptsUndefined, path: configPath }
    if (source.kind === 'graph-input') {
      const outer = scope.inputs[source.input]
      return outer === undefined ? { kind: 'fan-in', acceptsUndefined, from: [] } : { ...outer, acceptsUndefined }
    }
    if (source.kind === 'fan-in') {
      return { kind: 'fan-in', acceptsUndefined, from: source.sources.flatMap((one) => this.#sources(one, scope)) }
    }
    const [from] = this.#sources(source, scope)
    return from === undefined ? undefined : { kind: 'output', acceptsUndefined, from }
  }

  #inputs(node: Node, scope: Scope): WiredInputs {
    const inputs: Record<string, PlanInput> = {}
    for (const [name, source] of Object.entries(node.inputs)) {
      const definition = node.definition.ins[name]
      if (definition === undefined) continue
      const input = this.#input(source, definition, { scope, configPath: inputConfigPath(scope.path, node.name, name) })
      if (input !== undefined) inputs[name] = input
    }
    return inputs
  }

  /** The dynamic output at the root: mapping over what mapped copies made runs once for each of the same items. */
  #mapOver(node: Node, scope: Scope): PlanSource | null {
    if (node.mapOver === undefined) return scope.mapOver
    const source = sourceOf(node.mapOver, scope.graph, scope.path)
    const root = this.#mapOvers.get(source.step) ?? source
    if (scope.mapOver === null || sameOutput(scope.mapOver, root)) return root
    throw new FrameworkError('NESTED_MAP', {
      message: `"${stepKey(scope.path, node.name)}" maps over a dynamic output inside a graph that is itself mapped. Collect first, or map once.`,
    })
  }

  addGraph(scope: Scope): void {
    for (const node of scope.graph.nodes) this.#addNode(node, scope)
  }

  #addNode(node: Node, scope: Scope): void {
    const place = {
      inputs: this.#inputs(node, scope),
      mapOver: this.#mapOver(node, scope),
      after: [...scope.after, ...node.after.map((ref) => sourceOf(ref, scope.graph, scope.path).step)],
    }
    if (node.definition.kind === 'op') this.#addStep(node, node.definition, { scope, ...place })
    else this.addGraph({ graph: node.definition, path: [...scope.path, node.name], ...place })
  }

  #addStep(node: Node, op: OpDefinition, place: Pick<Scope, 'inputs' | 'mapOver' | 'after'> & { readonly scope: Scope }): void {
    const key = stepKey(place.scope.path, node.name)
    const retry = effectiveRetryPolicy({
      use: node.retry,
      op: op.retry,
      job: this.#job.opRetry,
      instance: this.#defaults.opRetry,
    })
    this.bindings.set(key, { op, retry })
    if (place.mapOver !== null) this.#mapOvers.set(key, place.mapOver)
    this.drafts.push({
      key,
      opName: op.name,
      mapOver: place.mapOver,
      inputs: place.inputs,
      after: [...new Set(place.after)],
      outs: plannedOuts(op, this.#job.ioManager ?? this.#defaults.ioManager),
      tags: { ...op.tags, ...node.tags },
      pool: op.pool ?? null,
      codeVersion: op.codeVersion ?? null,
      timeoutSeconds: op.timeoutSeconds ?? null,
      retry: retry === undefined || retry.maxRetries === 0 ? null : { maxRetries: retry.maxRetries, text: describeRetry(retry) },
    })
  }
}

/**
 * Flattens a job's graphs into the steps a run of it has. The same definitions give the same plan.
 * @throws FrameworkError NESTED_MAP, UNSUPPORTED_FAN_IN, PLAN_CYCLE
 */
export function buildPlan(job: JobDefinition, defaults: PlanDefaults = { ioManager: DEFAULT_IO_MANAGER }): PlannedJob {
  const builder = new PlanBuilder(job, defaults)
  builder.addGraph({ graph: job.graph, path: [], inputs: {}, mapOver: null, after: [] })
  const steps = topologicalOrder(builder.drafts).map((draft, order): PlanStep => ({ ...draft, order }))
  const outputs = Object.fromEntries(Object.entries(job.graph.outputs).map(([name, ref]) => [name, sourceOf(ref, job.graph, [])]))
  const plan: Plan = { v: 1, jobName: job.name, steps, outputs }
  return { plan, bindings: builder.bindings }
}
