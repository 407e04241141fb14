import type { AnySchema } from './schema.ts'

export interface ResourceInitContext<Config> {
  readonly config: Config
  readonly runId: string
  /** Aborts when the run is canceled or ends. */
  readonly signal: AbortSignal
}

/** A configured dependency with a lifetime, its types erased: made when the first step that needs it starts, once per run and process. */
export interface ResourceDefinition {
  readonly kind: 'resource'
  readonly description?: string
  readonly config?: AnySchema
  readonly init: (context: ResourceInitContext<unknown>) => unknown
  readonly dispose?: (value: unknown) => unknown
}

/** What an op says of a resource it uses: only its type (`type<Db>()`), or a definition to fall back on when the job gives none. */
export type ResourceRequirement = { readonly kind: 'type' } | ResourceDefinition
