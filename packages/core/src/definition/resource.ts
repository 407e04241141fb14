import { checkFunction, checkOptions, checkSchema, checkText } from './option-check.ts'
import type { ResourceDefinition, ResourceInitContext } from './resource-definition.ts'
import type { AnySchema, Given, Parsed, TypeMarker } from './schema.ts'
import type { Awaitable, NoConfig, Show } from './value-types.ts'

declare const RESOURCE_VALUE: unique symbol
declare const RESOURCE_CONFIG: unique symbol

/** A {@link ResourceDefinition} with its types: steps get a `T`; the run config sets a `C` as `resources.<key>.config`. */
export interface Resource<out T, out C = unknown> extends ResourceDefinition {
  readonly [RESOURCE_VALUE]: T
  readonly [RESOURCE_CONFIG]: C
}

/** What stands in `resources` of an op: `type<Db>()` for the type alone, or a resource to fall back on. */
export type ResourceSpecs = Readonly<Record<string, TypeMarker<unknown> | Resource<unknown>>>

/** Types of an op's resources; those that bring a definition keep it. */
export type GivenResources<Specs extends ResourceSpecs> = Show<{
  [K in keyof Specs]: Specs[K] extends TypeMarker<infer T> ? T : Specs[K]
}>

/** What `run` gets as `resources`. */
export type ResourceValues<Specs extends ResourceSpecs> = Show<{
  readonly [K in keyof Specs]: Specs[K] extends TypeMarker<infer T> ? T : Specs[K] extends Resource<infer T> ? T : never
}>

/**
 * A dependency with a lifetime: a client, a connection, a cache. `init` makes it when the first step that needs it starts, once per run
 * and process; `dispose` ends it when the run has ended, however it ended. Write `init` before `dispose`, whose argument it types.
 */
export function resource<T, C extends AnySchema = TypeMarker<NoConfig>>(definition: {
  readonly description?: string
  /** What the run config sets as `resources.<key>.config`. */
  readonly config?: C
  readonly init: (context: ResourceInitContext<Parsed<C>>) => Awaitable<T>
  /** An error in it becomes an event of the run and never changes the run's end. */
  readonly dispose?: (value: NoInfer<T>) => Awaitable<void>
}): Resource<T, Given<C>> {
  checkOptions('A resource', definition, ['description', 'config', 'init', 'dispose'])
  const { description, config, init, dispose } = definition
  checkText('a resource', 'description', description)
  if (config !== undefined) checkSchema('The config of a resource', config)
  checkFunction('a resource', 'init', init)
  if (dispose !== undefined) checkFunction('a resource', 'dispose', dispose)
  const erased: ResourceDefinition = {
    kind: 'resource',
    ...(description === undefined ? {} : { description }),
    ...(config === undefined ? {} : { config }),
    init: init as ResourceDefinition['init'],
    ...(dispose === undefined ? {} : { dispose: dispose as (value: unknown) => unknown }),
  }
  return Object.freeze(erased) as Resource<T, Given<C>>
}

export const isResource = (value: unknown): value is ResourceDefinition =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<ResourceDefinition>).kind === 'resource' &&
  typeof (value as Partial<ResourceDefinition>).init === 'function'

/** A resource as it is; any other value becomes a resource that is just this value. */
export const toResource = (value: unknown): ResourceDefinition =>
  isResource(value) ? value : Object.freeze({ kind: 'resource' as const, init: () => value })
