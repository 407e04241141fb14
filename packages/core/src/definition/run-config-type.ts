import type { Brings, Configures, Need, Uses } from './need.ts'
import type { Resource } from './resource.ts'
import type { ConfigSection } from './step-types.ts'
import type { NoConfig, None, Show } from './value-types.ts'

/** A section no key of which can be given: `{}` alone would take any. */
export interface EmptySection {
  readonly [key: string]: never
}

type OptionalWhereEmpty<S> = Show<
  { readonly [K in keyof S as None extends S[K] ? never : K]: S[K] } & {
    readonly [K in keyof S as None extends S[K] ? K : never]?: S[K]
  }
>

type OrEmpty<S> = [keyof S] extends [never] ? EmptySection : OptionalWhereEmpty<S>

/** One key of the run config, optional where `{}` is valid below it. */
type Section<Key extends string, S> = None extends S ? { readonly [K in Key]?: S } : { readonly [K in Key]: S }

/** The `ops` of a run config: a section for each step that takes something from it. */
export type OpsSection<N extends Need> = OrEmpty<{ [K in Extract<N, Configures<string, unknown>> as K['name']]: K['section'] }>

type ConfiguredResource<C> = [C] extends [NoConfig] ? never : C

/** Config of the resources in use: those the job provides, then those that ops bring. */
type ResourceConfigs<N extends Need, P> = {
  [K in keyof P & ResourceKeys<N> as P[K] extends Resource<unknown, infer C>
    ? [ConfiguredResource<C>] extends [never]
      ? never
      : K
    : never]: P[K] extends Resource<unknown, infer C> ? ConfigSection<C> : never
} & {
  [B in Extract<N, Brings<string, unknown, unknown>> as B['brings'] extends keyof P
    ? never
    : [ConfiguredResource<B['config']>] extends [never]
      ? never
      : B['brings']]: ConfigSection<B['config']>
} & {
  // The project provides these, and only it knows their config.
  [K in ProjectKeys<N, P>]: { readonly config?: unknown }
}

export type ResourceKeys<N extends Need> =
  | Extract<N, Uses<string, unknown>>['uses']
  | Extract<N, Brings<string, unknown, unknown>>['brings']

/** Keys of resources that neither the job nor an op of it provides. */
export type ProjectKeys<N extends Need, P> = Exclude<
  Extract<N, Uses<string, unknown>>['uses'],
  keyof P | Extract<N, Brings<string, unknown, unknown>>['brings']
>

/** How a run is executed. */
export interface ExecutionSection {
  readonly config?: {
    /** How many steps may run at the same time. */
    readonly maxConcurrent?: number
  }
}

export type RunConfigOf<N extends Need, P> = Show<
  Section<'ops', OpsSection<N>> & Section<'resources', OrEmpty<ResourceConfigs<N, P>>> & { readonly execution?: ExecutionSection }
>
