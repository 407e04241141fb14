import type { AnySchema, Given, Parsed, TypeMarker } from './schema.ts'

/** Spells an object type out, so that a hover shows its keys and not how they were computed. */
export type Show<T> = { [K in keyof T]: T[K] } & {}

/** No keys; `None extends T` asks whether an object type can be empty. */
export type None = Record<never, never>

export type Awaitable<T> = T | PromiseLike<T>

declare const NO_CONFIG: unique symbol
/** The config of an op that declares none. */
export interface NoConfig {
  readonly [NO_CONFIG]: never
}

/** Reads a config text from the worker's environment, where it is needed and not before: `{ env: 'API_TOKEN' }`. It is never stored or shown. */
export interface EnvRef {
  readonly env: string
}

/** A config in which every text may be an {@link EnvRef}. */
export type WithEnv<T> = T extends string
  ? T | EnvRef
  : T extends readonly (infer E)[]
    ? WithEnvElements<T, E>
    : T extends number | boolean | bigint | symbol | null | undefined | Date | ((...args: never) => unknown)
      ? T
      : T extends object
        ? { [K in keyof T]: WithEnv<T[K]> }
        : T
type WithEnvElements<T extends readonly unknown[], E> = number extends T['length']
  ? readonly WithEnv<E>[]
  : { readonly [K in keyof T]: WithEnv<T[K]> }

/** Whether an input of this schema may be left unwired; mirrors what tracing asks of the schema itself. */
type MayBeOpen<S extends AnySchema> =
  undefined extends Given<S>
    ? S extends TypeMarker<unknown>
      ? S extends { readonly optional: true }
        ? true
        : false
      : true
    : false

type OpenKeys<I> = { [K in keyof I]: I[K] extends AnySchema ? (MayBeOpen<I[K]> extends true ? K : never) : never }[keyof I]

/** What the producers of these inputs hand over; `?` marks an input that may stay unwired. */
export type GivenIns<I extends Record<string, AnySchema>> = Show<
  { [K in Exclude<keyof I, OpenKeys<I>>]: Given<I[K]> } & { [K in OpenKeys<I>]?: Exclude<Given<I[K]>, undefined> }
>

/** What `run` gets of these inputs. */
export type ParsedIns<I extends Record<string, AnySchema>> = { readonly [K in keyof I]: Parsed<I[K]> }

/** A text that can be a name; anything else becomes a sentence that says so. */
export type ValidName<N extends string> = N extends '' | `${string}${'-' | '.' | ' ' | '/' | ':' | '[' | '*'}${string}`
  ? `'${N}' is not a name: use A-Z a-z 0-9 _`
  : N
