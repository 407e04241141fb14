import { traceBody } from './body.ts'
import { definitionError } from './definition-error.ts'
import type { GraphDefinition } from './graph-definition.ts'
import type { AllNeeds, Dynamic, NEEDS, Outputs, OutsOfHandles } from './handle.ts'
import type { JobDefinition } from './job-definition.ts'
import { checkName, checkNames } from './name-check.ts'
import type { Brings, Need, Uses } from './need.ts'
import { checkFunction, checkOptions, checkText, recordEntries } from './option-check.ts'
import { type Resource, toResource } from './resource.ts'
import { listRequirements } from './resource-requirements.ts'
import { checkRetryPolicy } from './retry-check.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { ResourceKeys, RunConfigOf } from './run-config-type.ts'
import { type AnySchema, isUnchecked } from './schema.ts'
import { checkJobTags } from './tag-check.ts'
import type { TagsInput } from './tags.ts'
import { describeValue } from './value-description.ts'
import type { None, Show, ValidName } from './value-types.ts'

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
export type ValuesOf<Outs> = Show<{
  readonly [K in keyof Outs]-?: None extends Pick<Outs, K> ? ValueOf<Exclude<Outs[K], undefined>> | undefined : ValueOf<Outs[K]>
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

const OPTIONS = ['description', 'owners', 'tags', 'resources', 'opRetry', 'ioManager', 'run']

/**
 * Wires ops into a job. `run` is called once, at once, and only wires: calling an op in it makes a step, and what it gives stands for a
 * value that will exist when the job runs. It returns every handle that no op in it takes, one or a record; these are the job's outputs.
 *
 * ```ts
 * export const report = job('report', { run: () => summarise({ rows: fetchRows() }) })
 * ```
 *
 * @throws FrameworkError with a definition code that names the culprit and the way out.
 */
export function job<const Name extends string, R extends Outputs, P extends ProvidedFor<AllNeeds<R>> = None>(
  name: ValidName<Name>,
  definition: {
    readonly description?: string
    readonly owners?: readonly string[]
    /** Every run of the job has these, unless its launch says otherwise. */
    readonly tags?: TagsInput
    /** Resources the job brings along, over the project's: a `resource(…)`, or the plain value itself. */
    readonly resources?: P
    /** Retry policy of ops that have none of their own. */
    readonly opRetry?: RetryPolicy
    /** Key of the I/O manager of outputs that name none. */
    readonly ioManager?: string
    readonly run: () => R
  },
): Job<Name, ValuesOf<OutsOfHandles<R>>, AllNeeds<R>, P> {
  checkName('Job', name)
  return buildJob(name, definition) as Job<Name, ValuesOf<OutsOfHandles<R>>, AllNeeds<R>, P>
}

function buildJob(name: string, definition: object): JobDefinition {
  const subject = `job "${name}"`
  checkOptions(`Job "${name}"`, definition, OPTIONS)
  const options = definition as Readonly<Record<string, unknown>>
  const { description, ioManager, opRetry, run } = options
  checkText(subject, 'description', description)
  checkText(subject, 'ioManager', ioManager)
  checkFunction(subject, 'run', run)
  const resources = buildResources(subject, options['resources'])
  const { definition: graph } = traceBody({
    kind: 'job',
    name,
    ...(typeof description === 'string' ? { description } : {}),
    ins: Object.freeze({}),
    run: run as () => unknown,
  })
  checkNoConflict(subject, graph, resources)
  return Object.freeze({
    kind: 'job',
    name,
    ...(typeof description === 'string' ? { description } : {}),
    owners: checkOwners(subject, options['owners']),
    tags: checkJobTags(options['tags'], subject),
    graph,
    ...(opRetry === undefined ? {} : { opRetry: checkRetryPolicy(opRetry as RetryPolicy, `opRetry of ${subject}`) }),
    ...(typeof ioManager === 'string' ? { ioManager } : {}),
    resources,
  })
}

function checkOwners(subject: string, owners: unknown): readonly string[] {
  if (owners === undefined) return Object.freeze([])
  if (Array.isArray(owners) && owners.every((owner) => typeof owner === 'string' && owner !== ''))
    return Object.freeze([...owners])
  throw definitionError(
    'INVALID_OPTION',
    `Option "owners" of ${subject} is ${Array.isArray(owners) ? 'a list with something else than text' : describeValue(owners)}. Give a list of texts.`,
    { option: 'owners' },
  )
}

/** Resources by key, plain values wrapped. */
export function buildResources(subject: string, resources: unknown): JobDefinition['resources'] {
  const entries = recordEntries(subject, 'resources', resources)
  checkNames(
    'Resource',
    entries.map(([key]) => key),
    subject,
  )
  for (const [key, value] of entries) checkProvided(subject, key, value)
  return Object.freeze(Object.fromEntries(entries.map(([key, value]) => [key, toResource(value)])))
}

function checkProvided(subject: string, key: string, value: unknown): void {
  const isMarker = typeof value === 'object' && value !== null && isUnchecked(value as AnySchema)
  if (value !== undefined && !isMarker) return
  throw definitionError(
    'INVALID_RESOURCE',
    `Resource "${key}" of ${subject} is ${isMarker ? 'type<T>(), which only says what an op needs' : 'undefined'}. Give a resource(…), or the value itself.`,
    { resource: key },
  )
}

function checkNoConflict(subject: string, graph: GraphDefinition, provided: JobDefinition['resources']): void {
  for (const [key, { fallbacks }] of listRequirements(graph)) {
    const [first, second] = [...fallbacks]
    if (Object.hasOwn(provided, key) || first === undefined || second === undefined) continue
    throw definitionError(
      'RESOURCE_CONFLICT',
      `Ops "${first[1]}" and "${second[1]}" of ${subject} bring different resources as "${key}". A run has one resource for a key: provide it in the "resources" of the job, or rename one key.`,
      { resource: key, ops: [first[1], second[1]] },
    )
  }
}
