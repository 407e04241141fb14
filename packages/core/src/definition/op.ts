import type { OpContext } from './context.ts'
import type { AnyHandle, NeedsOf, VALUE } from './handle.ts'
import type { Need } from './need.ts'
import { buildOpDefinition } from './op-build.ts'
import type { OpDefinition } from './op-definition.ts'
import type { NoOut, NoOuts, OutputNames, OutRecord, RunFor } from './op-run.ts'
import type { CarriedBy, OptionalOuts, OutSpec } from './out.ts'
import type { GivenResources, ResourceSpecs, ResourceValues } from './resource.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { AnySchema, Given, Parsed, TypeMarker } from './schema.ts'
import type { CallArguments, Inputs, IsSkippable, NeedsOfInputs, OwnNeeds, Wired } from './step-types.ts'
import { buildStepUse } from './step-use.ts'
import type { TagsInput } from './tags.ts'
import type { GivenIns, NoConfig, None, ParsedIns, Show, ValidName } from './value-types.ts'

/**
 * A unit of work. Call it in the body of a job or graph to make it a step: `clean({ flights: fetchFlights() })` takes handles and
 * gives handles. Its types are plain: `Ins` by input name, `Outs` by output name (`result` for a single one).
 */
export interface Op<Name extends string, Ins, Outs, Config = NoConfig, Resources = None, After extends Need = never> {
  <const I extends Inputs<Ins> = never>(
    ...inputs: CallArguments<I, Ins>
  ): Wired<Outs, IsSkippable<I, Ins>, OwnNeeds<Name, Config, Resources, I, Ins> | NeedsOfInputs<I> | After>
  readonly name: Name
  readonly definition: OpDefinition
  readonly [VALUE]: Outs
  /** The same op under another name; a second use in one body needs one. */
  as<const N extends string>(name: ValidName<N>): Op<N, Ins, Outs, Config, Resources, After>
  /** The same op with another retry policy, or more tags, for one use. */
  with(overrides: OpOverrides): Op<Name, Ins, Outs, Config, Resources, After>
  /** The same op, started only after these steps have ended; one that was skipped does not hold it up, one that failed does. */
  after<const H extends readonly AnyHandle[]>(...upstream: H): Op<Name, Ins, Outs, Config, Resources, After | NeedsOf<H[number]>>
}

/** What one use of an op changes. */
export interface OpOverrides {
  /** Wins over the op's own policy and over every default. */
  readonly retry?: RetryPolicy
  /** Over the op's tags, by key. */
  readonly tags?: TagsInput
}

/** Any op. */
export interface AnyOp {
  readonly name: string
  readonly definition: OpDefinition
  readonly [VALUE]: unknown
}

/** The outputs of an op, as its type carries them. */
export type OutsOfOp<O extends AnyOp> = O[typeof VALUE]

/** What an op's handles carry, by output name; `?` marks what may be left out. */
export type OutsOf<O1, ON, R> = [ON] extends [NoOuts]
  ? [O1] extends [NoOut]
    ? { result: ReturnedBare<R> }
    : true extends IsOptionalOut<O1>
      ? { result?: CarriedBy<O1> }
      : { result: CarriedBy<O1> }
  : Show<{ [K in Exclude<keyof ON, OptionalOuts<ON>>]: CarriedBy<ON[K]> } & { [K in OptionalOuts<ON>]?: CarriedBy<ON[K]> }>

type IsOptionalOut<O> =
  OptionalOuts<{ result: O }> extends 'result' ? ([OptionalOuts<{ result: O }>] extends [never] ? false : true) : false

// `any`, such as JSON.parse gives, would fit every input unseen: it is carried as `unknown`, which asks for an `out`.
type ReturnedBare<R> = 0 extends 1 & Awaited<R> ? unknown : VoidAsUndefined<Awaited<R>>
// An op that returns nothing still has an output, whose value is undefined.
type VoidAsUndefined<T> = [T] extends [ReturnType<() => void>] ? ([T] extends [never] ? never : undefined) : T

/**
 * Defines an op: what it takes (`config`, `ins`, `resources`), what it gives (`out` or `outs`), and the `run` that does the work.
 *
 * Schemas may be any Standard Schema; they are checked at run time, and `run` gets what they parse to. An op without `out` and `outs`
 * has one output, `result`: what `run` returns, as it is.
 *
 * @throws FrameworkError with a definition code (such as `INVALID_NAME`) that names the op and the way out.
 */
export function op<
  const Name extends string,
  R,
  C extends AnySchema = TypeMarker<NoConfig>,
  I extends Record<string, AnySchema> = None,
  O1 extends OutSpec | NoOut = NoOut,
  ON extends OutRecord | NoOuts = NoOuts,
  Res extends ResourceSpecs = None,
>(definition: {
  /** `A-Z a-z 0-9 _`; the name of its steps, unless `.as()` gives another. */
  readonly name: ValidName<Name>
  readonly description?: string
  /** What the run config sets as `ops.<name>.config`. */
  readonly config?: C
  readonly ins?: I
  /** One output, called `result`. */
  readonly out?: O1
  /** Several outputs by name; `run` then returns a record. */
  readonly outs?: [O1] extends [NoOut] ? ON : 'an op has either out or outs'
  readonly resources?: Res
  readonly retry?: RetryPolicy
  /** How long one attempt may take. */
  readonly timeoutSeconds?: number
  readonly tags?: TagsInput
  /** Change it when the code changes what it gives: then re-executions do not reuse what older code has made. */
  readonly codeVersion?: string
  /** Steps of one pool share its limit, across all runs. */
  readonly pool?: string
  readonly run: RunFor<OpContext<Parsed<C>, ResourceValues<Res>, OutputNames<NoInfer<ON>>>, ParsedIns<I>, O1, ON, R>
}): Op<Name, GivenIns<I>, OutsOf<O1, ON, R>, Given<C>, GivenResources<Res>> {
  const erased = buildOpDefinition(definition)
  return buildStepUse({
    name: erased.name,
    definition: erased,
    outputs: new Map(Object.entries(erased.outs).map(([name, { dynamic }]) => [name, { many: dynamic }])),
    makesDynamic: Object.values(erased.outs).some(({ dynamic }) => dynamic),
    after: [],
  }) as unknown as Op<Name, GivenIns<I>, OutsOf<O1, ON, R>, Given<C>, GivenResources<Res>>
}
