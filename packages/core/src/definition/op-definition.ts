import type { OpContext } from './context.ts'
import type { ResourceRequirement } from './resource-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { AnySchema } from './schema.ts'
import type { Tags } from './tags.ts'

export interface InputDefinition {
  readonly schema: AnySchema
  /** Whether the input may be left unwired, or get nothing because its producer left the output out. */
  readonly acceptsUndefined: boolean
}

export interface OutputDefinition {
  /** Absent when the op gave none: then the value is stored as returned. */
  readonly schema?: AnySchema
  readonly required: boolean
  readonly dynamic: boolean
  readonly ioManager?: string
  readonly asset?: string
  readonly description?: string
}

/** An op as data, its types erased: what tracing, planning and execution read. Frozen. */
export interface OpDefinition {
  readonly kind: 'op'
  readonly name: string
  readonly description?: string
  readonly config?: AnySchema
  readonly ins: Readonly<Record<string, InputDefinition>>
  /** A single unnamed output is called `result`; an op whose `run` returns nothing still has it, with value undefined. */
  readonly outs: Readonly<Record<string, OutputDefinition>>
  /** True when the author gave `outs`, so `run` returns a record by output name; otherwise it returns `result` bare. */
  readonly returnsRecord: boolean
  readonly resources: Readonly<Record<string, ResourceRequirement>>
  /** The policy of the op itself, from `retry` or from its `pawl/…` retry tags. */
  readonly retry?: RetryPolicy
  readonly timeoutSeconds?: number
  readonly tags: Tags
  readonly codeVersion?: string
  readonly pool?: string
  readonly run: (
    context: OpContext<unknown, Readonly<Record<string, unknown>>>,
    inputs: Readonly<Record<string, unknown>>,
  ) => unknown
}
