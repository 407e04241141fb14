import type { Tags } from '../definition/tags.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { HandlerDescription } from './describe-handlers.ts'

/** A job as people look at it: what a code host tells of it, all JSON. */
export interface JobDescription {
  readonly name: string
  readonly description: string | null
  readonly owners: readonly string[]
  readonly tags: Tags
  /** One for each op use, graphs flattened, in plan order. */
  readonly ops: readonly OpDescription[]
  readonly edges: readonly EdgeDescription[]
  /** Paths of the nested graphs (`graph`, `graph.inner`), outermost first. */
  readonly graphs: readonly { readonly path: string; readonly name: string; readonly description: string | null }[]
  readonly resources: readonly { readonly key: string; readonly description: string | null; readonly hasConfig: boolean }[]
  /** Left out where the code handles no end of its runs. */
  readonly handlers?: readonly HandlerDescription[]
}

export interface OpDescription {
  /** The step key without a mapping key: `op` or `graph.op`. */
  readonly key: string
  readonly opName: string
  readonly description: string | null
  readonly tags: Tags
  readonly pool: string | null
  readonly codeVersion: string | null
  readonly timeoutSeconds: number | null
  /** The policy in force in words, such as "up to 4 retries, after 1 s, 2 s, 4 s, 8 s"; null without retries. */
  readonly retry: string | null
  readonly hasConfig: boolean
  readonly resources: readonly string[]
  /** The step key and output whose items this op runs for, once each. */
  readonly mapOver: { readonly key: string; readonly output: string } | null
  readonly ins: readonly { readonly name: string; readonly optional: boolean }[]
  readonly outs: readonly {
    readonly name: string
    readonly required: boolean
    readonly dynamic: boolean
    readonly ioManager: string
    readonly asset: string | null
    readonly description: string | null
  }[]
}

/** `output`/`input` are null for an order-only dependency. */
export interface EdgeDescription {
  readonly from: string
  readonly output: string | null
  readonly to: string
  readonly input: string | null
  readonly kind: 'value' | 'item' | 'collect' | 'after'
}

/** The run config of a job or of a selection of its ops, for editors. `hash` identifies the schema: cache by it. */
export interface RunConfigSchema {
  readonly jsonSchema: JsonObject
  readonly hash: string
  readonly defaultConfig: JsonObject
}
