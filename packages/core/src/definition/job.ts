import { traceBody } from './body.ts'
import { definitionError } from './definition-error.ts'
import type { GraphDefinition } from './graph-definition.ts'
import type { AllNeeds, Outputs, OutsOfHandles } from './handle.ts'
import type { JobDefinition } from './job-definition.ts'
import type { Job, ProvidedFor, ValuesOf } from './job-type.ts'
import { checkName } from './name-check.ts'
import { checkFunction, checkOptions, checkText } from './option-check.ts'
import { buildResources } from './provided-resources.ts'
import { listRequirements } from './resource-requirements.ts'
import { checkRetryPolicy } from './retry-check.ts'
import type { RetryPolicy } from './retry-policy.ts'
import { checkRunHandlers, type RunFailureHandler, type RunSuccessHandler } from './run-handlers.ts'
import { checkJobTags } from './tag-check.ts'
import type { TagsInput } from './tags.ts'
import { describeValue } from './value-description.ts'
import type { None, ValidName } from './value-types.ts'

const OPTIONS = ['description', 'owners', 'tags', 'resources', 'opRetry', 'ioManager', 'onRunFailure', 'onRunSuccess', 'run']

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
    /** Called when a run of the job has failed and is not retried, besides the project's. */
    readonly onRunFailure?: RunFailureHandler
    /** Called when a run of the job has succeeded, besides the project's. */
    readonly onRunSuccess?: RunSuccessHandler
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
    ...checkRunHandlers(subject, options),
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
