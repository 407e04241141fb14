import type { CollectSource, Node, NodeOutput, SingleSource } from './graph-definition.ts'

/** One use of an op or graph while its body is traced. */
export interface TracedStep {
  readonly name: string
  /** Whether any of its outputs was consumed or returned. */
  used: boolean
}

/** What a body made so far; at its end everything in it must have been used. */
export interface Made {
  readonly steps: TracedStep[]
  readonly handles: HandleState[]
}

/** A job's or graph's body while it runs. */
export interface Body extends Made {
  /** For messages: `job "flight_report"`. */
  readonly owner: string
  readonly nodes: Node[]
  /** Step names as written, by their lower case: two that differ only by case would share a file on some disks. */
  readonly names: Map<string, string>
  /** Whether a step in it has dynamic outputs. */
  makesDynamic: boolean
}

/** A `.map()` body inside a {@link Body}; regions do not nest. */
export interface Region extends Made {
  readonly over: NodeOutput
  /** For messages: `split.parts`. */
  readonly label: string
}

export type Carried =
  | { readonly kind: 'one'; readonly source: SingleSource | CollectSource }
  /** `over` is the dynamic output whose keys number the items; `from` is where the items lie; `item` is one of them, for a mapped step. */
  | { readonly kind: 'many'; readonly over: NodeOutput; readonly from: NodeOutput; readonly item: SingleSource }

/** What tracing knows of a handle; kept apart from the handle, which users hold. */
export interface HandleState {
  readonly body: Body
  readonly region: Region | undefined
  readonly label: string
  readonly carried: Carried
  readonly step: TracedStep | undefined
  used: boolean
}

export interface WiringScope {
  readonly body: Body
  readonly region: Region | undefined
}

// The price of wiring by plain calls, and the only module state there is: which body is being traced. Bodies are synchronous,
// so it is set for the length of one call and restored whatever happens.
let current: WiringScope | undefined

export const currentScope = (): WiringScope | undefined => current

export function within<T>(scope: WiringScope, run: () => T): T {
  const outer = current
  current = scope
  try {
    return run()
  } finally {
    current = outer
  }
}
