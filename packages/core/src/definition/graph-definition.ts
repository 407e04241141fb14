import type { InputDefinition, OpDefinition } from './op-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { Tags } from './tags.ts'

/** One output of one node of the same graph body. */
export interface NodeOutput {
  readonly node: string
  readonly output: string
}

/**
 * Where an input comes from. Inside a `.map()` body, `output` of a node of the same body means the one with the same mapping key,
 * and `item` is the element of the dynamic output being mapped.
 */
export type SingleSource =
  | { readonly kind: 'output'; readonly from: NodeOutput }
  | { readonly kind: 'item'; readonly of: NodeOutput }
  | { readonly kind: 'graph-input'; readonly input: string }

/** All items of a dynamic output, or one output of all copies of a mapped node, in the order of the items. */
export interface CollectSource {
  readonly kind: 'collect'
  readonly from: NodeOutput
}

export type InputSource =
  | SingleSource
  | CollectSource
  /** Every value in wiring order; what was skipped or left out is dropped. A collected list in it is one value. Never empty. */
  | { readonly kind: 'fan-in'; readonly sources: readonly (SingleSource | CollectSource)[] }
  /** `ops.<name>.inputs.<input>` of the run config. */
  | { readonly kind: 'config' }

/** One use of an op or a graph. */
export interface Node {
  /** The alias, or the definition's name; unique in its graph, whatever the case. */
  readonly name: string
  readonly definition: OpDefinition | GraphDefinition
  /** By input name; an input that is absent was left unwired. */
  readonly inputs: Readonly<Record<string, InputSource>>
  readonly after: readonly NodeOutput[]
  /** From `.with({ retry, tags })`. */
  readonly retry?: RetryPolicy
  readonly tags?: Tags
  /** The dynamic output whose items this node runs for, once each. Never nested. */
  readonly mapOver?: NodeOutput
}

/** What a body returns under one name. Without `collected`, an output that is dynamic or mapped inside is dynamic outside too. */
export interface GraphOutput extends NodeOutput {
  /** Set where the body returned `.collect()`: one list of all items. */
  readonly collected?: true
}

/** A body of wired nodes; a job's own body is one too. Frozen. */
export interface GraphDefinition {
  readonly kind: 'graph'
  readonly name: string
  readonly description?: string
  readonly ins: Readonly<Record<string, InputDefinition>>
  /** In wiring order, which is a topological order: a step can only be wired to, or put after, steps called before it. */
  readonly nodes: readonly Node[]
  /** What the body returned, by name; `result` for a bare handle. */
  readonly outputs: Readonly<Record<string, GraphOutput>>
}
