import type { FromConfig } from './from-config.ts'
import type { Dynamic, DynamicHandle, Handle, NeedsOf, OPTIONAL, OptionalDynamicHandle, OptionalHandle, Wire } from './handle.ts'
import type { Brings, Configures, Need, Uses } from './need.ts'
import type { Resource } from './resource.ts'
import type { NoConfig, None, Show, WithEnv } from './value-types.ts'

/** What an input can be wired to: a handle; where a list is wanted, a list of handles (fan-in); or the run config. */
export type Source<T> = Wire<T> | (T extends readonly (infer E)[] ? readonly Wire<E>[] : never) | FromConfig

/** The wires of a step, by input name. */
export type Inputs<Ins> = { readonly [K in keyof Ins]: Source<Ins[K]> }

/** Refuses a wire to an input that does not exist: a generic argument gets no excess-property check by itself. */
export type OnlyInputs<I, Ins> = [Exclude<keyof I, keyof Ins>] extends [never]
  ? unknown
  : { readonly [K in Exclude<keyof I, keyof Ins>]: `this op has no input '${K & string}'` }

export type CallArguments<I, Ins> = keyof Ins extends never
  ? []
  : None extends Ins
    ? [inputs?: I & OnlyInputs<I, Ins>]
    : [inputs: I & OnlyInputs<I, Ins>]

/** Whether a step with these wires may be skipped: an input that needs a value hangs on optional handles alone. */
export type IsSkippable<I, Ins> = [I] extends [never]
  ? false
  : true extends { [K in keyof I]: K extends RequiredKeys<Ins> ? MayBeMissing<I[K]> : false }[keyof I]
    ? true
    : false
type RequiredKeys<Ins> = { [K in keyof Ins]-?: None extends Pick<Ins, K> ? never : K }[keyof Ins]
type MayBeMissing<S> = S extends { readonly [OPTIONAL]: true }
  ? true
  : S extends readonly (infer E)[]
    ? [E] extends [{ readonly [OPTIONAL]: true }]
      ? true
      : false
    : false

/** What calling a step gives: a bare handle where the only output is `result`, else a record of handles. */
export type Wired<Outs, Skippable extends boolean, N extends Need> = [keyof Outs] extends ['result']
  ? WiredOutput<Outs, 'result' & keyof Outs, Skippable, N>
  : Show<{ readonly [K in keyof Outs]-?: WiredOutput<Outs, K, Skippable, N> }>
type WiredOutput<Outs, K extends keyof Outs, Skippable extends boolean, N extends Need> =
  None extends Pick<Outs, K>
    ? OptionalWire<Exclude<Outs[K], undefined>, N>
    : Skippable extends true
      ? OptionalWire<Outs[K], N>
      : RequiredWire<Outs[K], N>
type RequiredWire<T, N extends Need> = [T] extends [Dynamic<infer Item>]
  ? [T] extends [never]
    ? Handle<never, N>
    : DynamicHandle<Item, N>
  : Handle<T, N>
type OptionalWire<T, N extends Need> = [T] extends [Dynamic<infer Item>]
  ? [T] extends [never]
    ? OptionalHandle<never, N>
    : OptionalDynamicHandle<Item, N>
  : OptionalHandle<T, N>

/** What the wires of a step need, with what is before them. */
export type NeedsOfInputs<I> = [I] extends [never] ? never : { [K in keyof I]: NeedsOf<I[K]> }[keyof I]

/** What an op's own config and resources need. */
export type OwnNeeds<Name extends string, Config, Resources, I, Ins> =
  | ConfigNeed<Name, Config, FromConfigKeys<I>, Ins>
  | ResourceNeeds<Resources>

export type FromConfigKeys<I> = [I] extends [never] ? never : { [K in keyof I]: I[K] extends FromConfig ? K : never }[keyof I]

type ConfigNeed<Name extends string, Config, FromConfigKey, Ins> = [Config] extends [NoConfig]
  ? [FromConfigKey] extends [never]
    ? never
    : Configures<Name, InputsSection<Ins, FromConfigKey>>
  : [FromConfigKey] extends [never]
    ? Configures<Name, ConfigSection<Config>>
    : Configures<Name, Show<ConfigSection<Config> & InputsSection<Ins, FromConfigKey>>>

/** `{ config: … }`, itself optional where every key of the config is. */
export type ConfigSection<Config> = None extends Config
  ? { readonly config?: WithEnv<Config> }
  : { readonly config: WithEnv<Config> }

/** `{ inputs: … }` with the inputs wired to the run config. */
export type InputsSection<Ins, Key> =
  None extends Pick<Ins, Key & keyof Ins>
    ? { readonly inputs?: Show<Pick<Ins, Key & keyof Ins>> }
    : { readonly inputs: Show<Pick<Ins, Key & keyof Ins>> }

type ResourceNeeds<Resources> = {
  [K in keyof Resources & string]: Resources[K] extends Resource<infer T, infer C> ? Brings<K, T, C> : Uses<K, Resources[K]>
}[keyof Resources & string]
