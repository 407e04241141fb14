import type { OptionalOuts, OutSpec, ReturnedFor } from './out.ts'
import type { Awaitable, Show } from './value-types.ts'

declare const ABSENT: unique symbol
/** Stands for an `out` that was not given. */
export interface NoOut {
  readonly [ABSENT]: 'out'
}
/** Stands for `outs` that were not given. */
export interface NoOuts {
  readonly [ABSENT]: 'outs'
}

/** What `run` returns for `outs`: a record by output name, in which what is not required may be missing. */
export type ReturnedRecord<ON> = { readonly [K in Exclude<keyof ON, OptionalOuts<ON>>]: ReturnedFor<ON[K]> } & {
  readonly [K in OptionalOuts<ON>]?: ReturnedFor<ON[K]>
}

/** Refuses a returned key that is no output: values of arrow functions get no excess-property check by themselves. */
export type OnlyOutputs<R, ON> = [Exclude<keyof R, keyof ON>] extends [never]
  ? unknown
  : { readonly [K in Exclude<keyof R, keyof ON>]: `this op has no output '${K & string}'` }

/**
 * The type of `run`. The condition spans the whole function type on purpose: TypeScript resolves it by the schemas before it reads
 * the body, so that literals in what `run` returns keep their types.
 */
export type RunFor<Context, Ins, O1, ON, R> = [ON] extends [NoOuts]
  ? [O1] extends [NoOut]
    ? (context: Context, inputs: Ins) => R
    : (context: Context, inputs: Ins) => Awaitable<ReturnedFor<O1>>
  : (context: Context, inputs: Ins) => Awaitable<Show<ReturnedRecord<ON>> & OnlyOutputs<Awaited<R>, ON>>

export type OutRecord = Readonly<Record<string, OutSpec>>

export type OutputNames<ON> = [ON] extends [NoOuts] ? 'result' : keyof ON & string
