import type { OpDefinition } from '../definition/op-definition.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import type { Tags } from '../definition/tags.ts'

/** Names one step of one run's plan: `op`, `graph.op`, or `op[mappingKey]` for a dynamic copy. */
export type StepKey = string

/**
 * One output of a planned step. Between two steps mapped over the same dynamic output it means the copy with the same mapping key;
 * `item` is that dynamic output's element itself; `all` is every item of a dynamic output, or the output of every copy of a mapped
 * step, as one list.
 */
export interface PlanSource {
  readonly step: StepKey
  readonly output: string
  readonly take?: 'item' | 'all'
}

export type PlanInput = { readonly acceptsUndefined: boolean } & (
  | { readonly kind: 'output'; readonly from: PlanSource }
  /** Every value in wiring order; what was skipped or left out is dropped. Empty where a graph's input was left open: nothing comes. */
  | { readonly kind: 'fan-in'; readonly from: readonly PlanSource[] }
  /** Where in the run config the value stands. */
  | { readonly kind: 'config'; readonly path: readonly string[] }
)

export interface PlanOutput {
  readonly required: boolean
  readonly dynamic: boolean
  readonly ioManager: string
  readonly asset?: string
}

/** A step before its run: a mapped one stands for all the copies it will have. */
export interface PlanStep {
  readonly key: StepKey
  readonly opName: string
  /** Position in {@link Plan.steps}. */
  readonly order: number
  /** The dynamic output that makes one copy of this step for each of its items. */
  readonly mapOver: PlanSource | null
  readonly inputs: Readonly<Record<string, PlanInput>>
  /** Steps that must not have failed before this one starts, besides those its inputs come from. */
  readonly after: readonly StepKey[]
  readonly outs: Readonly<Record<string, PlanOutput>>
  readonly tags: Tags
  readonly pool: string | null
  readonly codeVersion: string | null
  readonly timeoutSeconds: number | null
  /** The policy in force, as far as it can be written down. */
  readonly retry: { readonly maxRetries: number; readonly text: string } | null
}

/** The frozen list of steps of a run and what each waits for; JSON, kept once per content hash. */
export interface Plan {
  readonly v: 1
  readonly jobName: string
  /** In topological order. */
  readonly steps: readonly PlanStep[]
  /** The job's own outputs by name; `result` where the body returned a bare handle. */
  readonly outputs: Readonly<Record<string, PlanSource>>
}

/** A plan with the code that it was made from. */
export interface PlannedJob {
  readonly plan: Plan
  readonly bindings: ReadonlyMap<StepKey, StepBinding>
}

export interface StepBinding {
  readonly op: OpDefinition
  /** Use over op over job over instance. */
  readonly retry: RetryPolicy | undefined
}

export function sourcesOf(input: PlanInput): readonly PlanSource[] {
  if (input.kind === 'config') return []
  return input.kind === 'fan-in' ? input.from : [input.from]
}

/** The keys, without mapping keys, of the steps that this one waits for; each once. */
export function upstreamKeys(step: PlanStep): readonly StepKey[] {
  const keys = new Set(step.after)
  for (const input of Object.values(step.inputs)) for (const source of sourcesOf(input)) keys.add(source.step)
  if (step.mapOver !== null) keys.add(step.mapOver.step)
  return [...keys]
}

/** The key of one copy of a mapped step. */
export const mappedKey = (key: StepKey, mappingKey: string): StepKey => `${key}[${mappingKey}]`

/** Splits `op[key]` into the planned step's key and the mapping key. */
export function splitStepKey(key: StepKey): { readonly key: StepKey; readonly mappingKey: string | null } {
  const open = key.indexOf('[')
  if (open < 0 || !key.endsWith(']')) return { key, mappingKey: null }
  return { key: key.slice(0, open), mappingKey: key.slice(open + 1, -1) }
}
