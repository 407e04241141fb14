import { traceBody } from './body.ts'
import { definitionError } from './definition-error.ts'
import type { GraphDefinition } from './graph-definition.ts'
import type { AllNeeds, AnyHandle, Handle, NeedsOf, OptionalHandle, Outputs, OutsOfHandles, VALUE } from './handle.ts'
import { checkName } from './name-check.ts'
import type { Configures, Need } from './need.ts'
import { buildInputs } from './op-build.ts'
import type { InputDefinition } from './op-definition.ts'
import { checkFunction, checkOptions, checkText } from './option-check.ts'
import type { OpsSection } from './run-config-type.ts'
import type { AnySchema } from './schema.ts'
import type { CallArguments, FromConfigKeys, Inputs, InputsSection, IsSkippable, NeedsOfInputs, Wired } from './step-types.ts'
import { buildStepUse } from './step-use.ts'
import type { GivenIns, None, Show, ValidName } from './value-types.ts'

/** Steps wired once and used as one: call it like an op. `Inner` is what its steps need; in the run config they lie under its name. */
export interface Graph<Name extends string, Ins, Outs, Inner extends Need = never, After extends Need = never> {
  <const I extends Inputs<Ins> = never>(
    ...inputs: CallArguments<I, Ins>
  ): Wired<Outs, IsSkippable<I, Ins>, GraphNeeds<Name, Inner, FromConfigKeys<I>, Ins> | NeedsOfInputs<I> | After>
  readonly name: Name
  readonly definition: GraphDefinition
  readonly [VALUE]: Outs
  /** The same graph under another name; a second use in one body needs one. */
  as<const N extends string>(name: ValidName<N>): Graph<N, Ins, Outs, Inner, After>
  /** The same graph, none of whose steps starts before these steps have ended. */
  after<const H extends readonly AnyHandle[]>(...upstream: H): Graph<Name, Ins, Outs, Inner, After | NeedsOf<H[number]>>
}

/** A graph is one need, however many steps it has: that keeps the types of big jobs small. */
type GraphNeeds<Name extends string, Inner extends Need, FromConfigKey, Ins> =
  | GraphConfig<Name, Extract<Inner, Configures<string, unknown>>, FromConfigKey, Ins>
  | Exclude<Inner, Configures<string, unknown>>

type GraphConfig<Name extends string, Inner extends Need, FromConfigKey, Ins> = [Inner] extends [never]
  ? [FromConfigKey] extends [never]
    ? never
    : Configures<Name, InputsSection<Ins, FromConfigKey>>
  : [FromConfigKey] extends [never]
    ? Configures<Name, InnerSection<OpsSection<Inner>>>
    : Configures<Name, Show<InnerSection<OpsSection<Inner>> & InputsSection<Ins, FromConfigKey>>>

type InnerSection<Ops> = None extends Ops ? { readonly ops?: Ops } : { readonly ops: Ops }

/** What a graph's body gets: a handle for each of its inputs. */
export type GraphBody<I extends Record<string, AnySchema>> = GraphHandles<GivenIns<I>>
type GraphHandles<Ins> = {
  readonly [K in keyof Ins]-?: None extends Pick<Ins, K>
    ? OptionalHandle<Exclude<Ins[K], undefined>, never>
    : Handle<Ins[K], never>
}

/**
 * Wires ops into a graph that other bodies use like an op. `run` is called once, at once: it gets a handle for each of `ins`
 * and returns every handle that nothing in it consumes, one or a record.
 *
 * The schemas of `ins` type the handles; the ops that take the values check them.
 *
 * @throws FrameworkError with a definition code that names the culprit and the way out.
 */
export function graph<const Name extends string, R extends Outputs, I extends Record<string, AnySchema> = None>(
  name: ValidName<Name>,
  definition: {
    readonly description?: string
    readonly ins?: I
    readonly run: (inputs: GraphBody<I>) => R
  },
): Graph<Name, GivenIns<I>, OutsOfHandles<R>, AllNeeds<R>> {
  checkName('Graph', name)
  const subject = `graph "${name}"`
  checkOptions(`Graph "${name}"`, definition, ['description', 'ins', 'run'])
  const { description, run } = definition
  checkText(subject, 'description', description)
  checkFunction(subject, 'run', run)
  const ins = buildInputs(subject, definition.ins)
  for (const [input, { schema, acceptsUndefined }] of Object.entries(ins))
    if (acceptsUndefined) checkNoDefault(subject, input, schema)
  const traced = traceBody({
    kind: 'graph',
    name,
    ...(description === undefined ? {} : { description }),
    ins,
    run: run as (inputs: unknown) => unknown,
  })
  return buildStepUse({
    name,
    definition: traced.definition,
    outputs: traced.outputs,
    makesDynamic: traced.makesDynamic,
    after: [],
  }) as unknown as Graph<Name, GivenIns<I>, OutsOfHandles<R>, AllNeeds<R>>
}

// A graph has no step of its own that could apply a default, so it would be lost without a word.
function checkNoDefault(subject: string, input: string, schema: InputDefinition['schema']): void {
  const result = schema['~standard'].validate(undefined)
  if (result instanceof Promise || result.issues !== undefined || result.value === undefined) return
  throw definitionError(
    'GRAPH_INPUT_DEFAULT',
    `Input "${input}" of ${subject} has a default, which a graph cannot apply: its ops take the values. Make the input optional here, and give the default to the op that takes it.`,
    { input },
  )
}
