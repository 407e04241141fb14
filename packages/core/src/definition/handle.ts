import type { CollectSource, SingleSource } from './graph-definition.ts'
import type { Need } from './need.ts'
import type { Show } from './value-types.ts'

// Phantom keys: they carry types through the wiring and exist at compile time only.
export declare const VALUE: unique symbol
declare const ITEM: unique symbol
export declare const CARRIES: unique symbol
export declare const NEEDS: unique symbol
export declare const OPTIONAL: unique symbol

/** Where a handle's value will come from, in the data of the graph it belongs to. */
export type HandleRef = SingleSource | CollectSource

/** What an input is wired to: a handle of one value. A wire is a handle, never the value itself: values exist only when the job runs. */
export interface Wire<out T> {
  // First, so that a dynamic handle is refused by this sentence and not by its type.
  readonly [CARRIES]: 'one value'
  readonly [VALUE]: T
}

/**
 * Stands for one value of type `T` while a job is wired; hand it to another op, or return it from the body. It is not the value:
 * that exists only inside `run`. `N` says what its step and everything before it needs from run config and resources.
 */
export interface Handle<out T, out N extends Need = Need> extends Wire<T> {
  readonly [NEEDS]: N
  readonly ref: HandleRef
}

/**
 * A handle whose value may be left out. Wired to an input whose schema accepts `undefined`, the step runs with `undefined`;
 * wired to any other input, the step is skipped, and its outputs become optional in turn.
 */
export interface OptionalHandle<out T, out N extends Need = Need> extends Handle<T, N> {
  readonly [OPTIONAL]: true
}

/** What every handle of many values is: it goes into no input as it stands. */
export interface DynamicWire<out T, out N extends Need = Need> {
  readonly [CARRIES]: 'many values: use .map() or .collect()'
  readonly [VALUE]: T
  readonly [NEEDS]: N
  readonly ref: HandleRef
}

/** Stands for as many values as the step yields when it runs: `.map()` wires steps for each of them, `.collect()` gathers them into a list. */
export interface DynamicHandle<out T, out N extends Need = Need> extends DynamicWire<T, N> {
  /**
   * Wires steps that run once for each item. The body gets the handle of one item and returns a handle, or a record of handles,
   * of what it made; what comes back stands for the results of all items: `.collect()` them, `.map()` on, or return them.
   *
   * Every step called in the body must depend on the item; what is the same for all items is called before `.map()`.
   */
  map<R extends MapResult>(wire: (item: Handle<T, N>) => R): Mapped<R>
  /** The list of all items, in the order in which they were yielded; what was skipped is dropped. No items give an empty list. */
  collect(): Handle<T[], N>
}

/** A {@link DynamicHandle} that may be left out as a whole; then what collects it is left out too. */
export interface OptionalDynamicHandle<out T, out N extends Need = Need> extends DynamicWire<T, N> {
  readonly [OPTIONAL]: true
  /** As {@link DynamicHandle.map}. */
  map<R extends MapResult>(wire: (item: Handle<T, N>) => R): OptionallyMapped<R>
  /** As {@link DynamicHandle.collect}; left out where the dynamic output was. */
  collect(): OptionalHandle<T[], N>
}

/** Marks an output of many items of type `T` among the outputs of an op's type. */
export interface Dynamic<out T> {
  readonly [ITEM]: T
}

export type AnyHandle = Handle<unknown> | DynamicWire<unknown>

/** What a `.map()` body returns. */
export type MapResult = Handle<unknown> | Readonly<Record<string, Handle<unknown>>>

/** What a job's or graph's body returns: every handle that nothing consumes. */
export type Outputs = AnyHandle | Readonly<Record<string, AnyHandle>>

export type Mapped<R> = R extends Handle<unknown> ? MappedHandle<R> : { readonly [K in keyof R]: MappedHandle<R[K]> }
type MappedHandle<H> =
  H extends OptionalHandle<infer T, infer N>
    ? OptionalDynamicHandle<T, N>
    : H extends Handle<infer T, infer N>
      ? DynamicHandle<T, N>
      : never

export type OptionallyMapped<R> =
  R extends Handle<unknown> ? OptionallyMappedHandle<R> : { readonly [K in keyof R]: OptionallyMappedHandle<R[K]> }
type OptionallyMappedHandle<H> = H extends Handle<infer T, infer N> ? OptionalDynamicHandle<T, N> : never

/** What the handles that a body returns carry, as outputs of an op's type: `?` marks what may be left out. */
export type OutsOfHandles<R> = R extends AnyHandle ? OutsOfRecord<{ result: R }> : OutsOfRecord<R>
type OutsOfRecord<R> = Show<
  { [K in Exclude<keyof R, OptionalHandleKeys<R>>]: CarriedValue<R[K]> } & { [K in OptionalHandleKeys<R>]?: CarriedValue<R[K]> }
>
type OptionalHandleKeys<R> = { [K in keyof R]-?: R[K] extends { readonly [OPTIONAL]: true } ? K : never }[keyof R]
type CarriedValue<H> = H extends Wire<infer T> ? T : H extends DynamicWire<infer T> ? Dynamic<T> : never

/** What everything that a body returns needs. */
export type AllNeeds<R> = R extends AnyHandle ? NeedsOf<R> : NeedsOf<R[keyof R]>

/** What a handle, or a list of handles, needs from outside the job. */
export type NeedsOf<H> = H extends { readonly [NEEDS]: infer N extends Need }
  ? N
  : H extends readonly (infer E)[]
    ? NeedsOf<E>
    : never
