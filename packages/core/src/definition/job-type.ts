import type { Dynamic, NEEDS } from './handle.ts'
import type { JobDefinition } from './job-definition.ts'
import type { Brings, Need, Uses } from './need.ts'
import type { Resource } from './resource.ts'
import type { ResourceKeys, RunConfigOf } from './run-config-type.ts'
import type { None, Show } from './value-types.ts'

declare const OUTPUT_VALUES: unique symbol
declare const PROVIDES: unique symbol

/** A job with its types: the values of its outputs, what its steps need, and the resources `P` it brings along. */
export interface Job<out Name extends string = string, out OutputValues = unknown, out N extends Need = Need, out P = unknown>
  extends JobDefinition {
  readonly name: Name
  readonly [OUTPUT_VALUES]: OutputValues
  readonly [NEEDS]: N
  readonly [PROVIDES]: P
}

/** What a successful run of the job `J` gives, by output name; a single bare output is `result`. */
export type OutputsOf<J extends Job> = J[typeof OUTPUT_VALUES]

/** What everything in the job `J` needs. */
export type NeedsOfJob<J extends Job> = J[typeof NEEDS]

/** The resources that the job `J` brings along. */
export type ProvidedBy<J extends Job> = J[typeof PROVIDES]

/**
 * The run config of the job `J`: `ops.<name>.config`, `ops.<name>.inputs`, `ops.<graph>.ops…`, `resources.<key>.config`,
 * `execution.config`. A key is optional exactly where nothing below it must be given.
 */
export type RunConfig<J extends Job> = RunConfigOf<NeedsOfJob<J>, ProvidedBy<J>>

/** Values of outputs: `undefined` where one may be left out, a map by mapping key where there are many. */
export type ValuesOf<Outs> = [Outs] extends [never]
  ? never
  : Show<{
      // Not `keyof Outs` with `-?`: that would take `undefined` away where a user has no exactOptionalPropertyTypes.
      readonly [K in Exclude<keyof Outs, never>]: None extends Pick<Outs, K>
        ? ValueOf<Exclude<Outs[K], undefined>> | undefined
        : ValueOf<Outs[K]>
    }>
type ValueOf<T> = [T] extends [Dynamic<infer Item>] ? ([T] extends [never] ? never : ReadonlyMap<string, Item>) : T

/** What may stand in `resources` for the resource `Key`: a resource, or a plain value, of the type that every user of it expects. */
export type ProvidedValue<N extends Need, Key> = (
  N extends Uses<infer K, infer T>
    ? K extends Key
      ? (value: T | Resource<T>) => void
      : never
    : N extends Brings<infer K, infer T, unknown>
      ? K extends Key
        ? (value: T | Resource<T>) => void
        : never
      : never
) extends (value: infer V) => void
  ? V
  : never

/** What a job may provide for its steps. */
export type ProvidedFor<N extends Need> = { readonly [K in ResourceKeys<N>]?: ProvidedValue<N, K> } & Readonly<
  Record<string, unknown>
>
