import { definitionError } from './definition-error.ts'
import type { Dynamic } from './handle.ts'
import type { OutputDefinition } from './op-definition.ts'
import { checkOptions, checkSchema, checkText } from './option-check.ts'
import { type AnySchema, type Given, isSchema, type Parsed } from './schema.ts'
import { describeValue } from './value-description.ts'

declare const GIVEN: unique symbol
declare const PARSED: unique symbol
declare const REQUIRED: unique symbol
declare const MANY: unique symbol

/** What {@link out} gives: `run` returns `G`, handles carry `P`. */
export interface Out<out G, out P, out Required extends boolean> extends OutputDefinition {
  readonly [GIVEN]: G
  readonly [PARSED]: P
  readonly [REQUIRED]: Required
}

/** What {@link dynamicOut} gives: `run` returns items of `G` with their keys, handles carry `P` for each. */
export interface DynamicOut<out G, out P, out Required extends boolean> extends Out<G, P, Required> {
  readonly [MANY]: true
}

/** An op's output: a schema, or one with options. */
export type OutSpec = AnySchema | Out<unknown, unknown, boolean>

export interface OutOptions {
  /** `false` lets `run` leave the output out; steps that need it are then skipped. */
  readonly required?: boolean
  /** Key of the I/O manager that stores the output, of those in `definitions({ ioManagers })`. */
  readonly ioManager?: string
  /** The data asset that this output is, such as `warehouse/flights`. */
  readonly asset?: string
  readonly description?: string
}

type IsRequired<O> = O extends { readonly required: infer R } ? (R extends true ? true : false) : true

const OUT_OPTIONS = ['required', 'ioManager', 'asset', 'description']

function buildOutput(word: string, schema: unknown, options: OutOptions, dynamic: boolean): OutputDefinition {
  checkSchema(`The schema of ${word}()`, schema)
  checkOptions(`${word}()`, options, OUT_OPTIONS)
  const { required = true, ioManager, asset, description } = options
  if (typeof required !== 'boolean') {
    throw definitionError('INVALID_OPTION', `Option "required" of ${word}() is ${describeValue(required)}. Give true or false.`, {
      option: 'required',
    })
  }
  checkText(`${word}()`, 'ioManager', ioManager)
  checkText(`${word}()`, 'asset', asset)
  return Object.freeze({
    schema: schema as AnySchema,
    required,
    dynamic,
    ...(ioManager === undefined ? {} : { ioManager }),
    ...(asset === undefined ? {} : { asset }),
    ...(description === undefined ? {} : { description }),
  })
}

/**
 * An output with options: `outs: { rejected: out(z.array(Reject), { required: false }) }`. Without options the bare schema does.
 * What `run` returns is checked by the schema before it is stored.
 */
export function out<S extends AnySchema, const O extends OutOptions = Record<never, never>>(
  schema: S,
  options?: O,
): Out<Given<S>, Parsed<S>, IsRequired<O>> {
  return buildOutput('out', schema, options ?? {}, false) as Out<Given<S>, Parsed<S>, IsRequired<O>>
}

/**
 * An output of as many items as `run` yields: it returns a `Map`, or a (sync or async) iterable of `{ key, value }`. Each key names a
 * step (`op[key]`), so it follows the rule for names and stands once. In a body, `.map()` wires steps for each item.
 */
export function dynamicOut<S extends AnySchema, const O extends OutOptions = Record<never, never>>(
  schema: S,
  options?: O,
): DynamicOut<Given<S>, Parsed<S>, IsRequired<O>> {
  return buildOutput('dynamicOut', schema, options ?? {}, true) as DynamicOut<Given<S>, Parsed<S>, IsRequired<O>>
}

/** The output as data; a bare schema is a required output. */
export function toOutput(spec: OutSpec, subject: string): OutputDefinition {
  if (isOut(spec)) return spec
  checkSchema(subject, spec)
  return Object.freeze({ schema: spec as AnySchema, required: true, dynamic: false })
}

const isOut = (spec: unknown): spec is Out<unknown, unknown, boolean> =>
  typeof spec === 'object' && spec !== null && !isSchema(spec) && 'required' in spec && 'dynamic' in spec

/** One item of a dynamic output, as `run` yields it. */
export interface DynamicItem<out T> {
  readonly key: string
  readonly value: T
}

/** What `run` returns for a dynamic output. */
export type DynamicItems<T> = ReadonlyMap<string, T> | Iterable<DynamicItem<T>> | AsyncIterable<DynamicItem<T>>

/** What `run` hands over for one output. */
export type ReturnedFor<O> =
  O extends DynamicOut<infer G, unknown, infer R>
    ? DynamicItems<G> | MissingUnless<R>
    : O extends Out<infer G, unknown, infer R>
      ? G | MissingUnless<R>
      : O extends AnySchema
        ? Given<O>
        : never
type MissingUnless<Required extends boolean> = Required extends true ? never : undefined

/** What handles carry for one output. */
export type CarriedBy<O> =
  O extends DynamicOut<unknown, infer P, boolean>
    ? Dynamic<P>
    : O extends Out<unknown, infer P, boolean>
      ? P
      : O extends AnySchema
        ? Parsed<O>
        : never

/** Outputs that may be left out. */
export type OptionalOuts<ON> = { [K in keyof ON]: ON[K] extends Out<unknown, unknown, false> ? K : never }[keyof ON]
