import type { StandardSchemaV1 } from '@standard-schema/spec'

/** Any Standard Schema: zod, valibot, arktype, or {@link type} where no run-time check is wanted. */
export type AnySchema = StandardSchemaV1<unknown, unknown>

/** What a producer, or a config author, hands over. */
export type Given<S extends AnySchema> = StandardSchemaV1.InferInput<S>

/** What `run` or a handle gets, after defaults and transforms. */
export type Parsed<S extends AnySchema> = StandardSchemaV1.InferOutput<S>

/** A Standard Schema that passes everything: it carries a type and checks nothing. */
export interface TypeMarker<T> extends StandardSchemaV1<T, T> {
  readonly unchecked: true
}

/** A {@link TypeMarker} for an input that may be left unwired, or get nothing. */
export interface OptionalTypeMarker<T> extends TypeMarker<T | undefined> {
  readonly optional: true
}

export interface SchemaProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

export type SchemaResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] }

const UNCHECKED: TypeMarker<unknown> = Object.freeze({
  unchecked: true as const,
  '~standard': Object.freeze({ version: 1 as const, vendor: 'pawl', validate: (value: unknown) => ({ value }) }),
})
const UNCHECKED_OPTIONAL: OptionalTypeMarker<unknown> = Object.freeze({ ...UNCHECKED, optional: true as const })

/**
 * Says what a value's type is without checking it at run time: `ins: { model: type<Model>() }`, `resources: { db: type<Db>() }`.
 * An input of such a type always needs a value, even where `T` includes `undefined`; {@link optionalType} is for one that may go without.
 */
export const type = <T>(): TypeMarker<T> => UNCHECKED as TypeMarker<T>

/** {@link type} for an input that may be left unwired: `run` then gets `undefined`. */
export const optionalType = <T>(): OptionalTypeMarker<T> => UNCHECKED_OPTIONAL as OptionalTypeMarker<T>

export const isSchema = (value: unknown): value is AnySchema => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const standard = (value as { '~standard'?: { validate?: unknown } })['~standard']
  return typeof standard?.validate === 'function'
}

export const isUnchecked = (schema: AnySchema): boolean => (schema as Partial<TypeMarker<unknown>>).unchecked === true

function toResult(result: StandardSchemaV1.Result<unknown>): SchemaResult {
  if (result.issues === undefined) return { ok: true, value: result.value }
  return {
    ok: false,
    problems: result.issues.map((issue) => ({
      path: (issue.path ?? []).map((part) => {
        const key = typeof part === 'object' ? part.key : part
        return typeof key === 'number' ? key : String(key)
      }),
      message: issue.message,
    })),
  }
}

/** Validates a value by any Standard Schema, synchronous or not. */
export async function parseWith(schema: AnySchema, value: unknown): Promise<SchemaResult> {
  return toResult(await schema['~standard'].validate(value))
}

/** Whether an input may be left unwired. A schema that only answers asynchronously is taken as one that needs a value. */
export function acceptsUndefined(schema: AnySchema): boolean {
  if (isUnchecked(schema)) return (schema as Partial<OptionalTypeMarker<unknown>>).optional === true
  const result = schema['~standard'].validate(undefined)
  return !(result instanceof Promise) && result.issues === undefined
}
