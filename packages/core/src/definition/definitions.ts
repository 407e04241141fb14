import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { checkGraph } from './graph-check.ts'
import type { GraphDefinition } from './graph-definition.ts'
import { DEFAULT_IO_MANAGER, type Definitions, type IOManagerProvider, type JobDefinition } from './job-definition.ts'
import type { Job, NeedsOfJob, ProvidedBy, ProvidedValue } from './job-type.ts'
import { checkNames } from './name-check.ts'
import type { Need, Uses } from './need.ts'
import { checkOptions, recordEntries } from './option-check.ts'
import { buildResources } from './provided-resources.ts'
import { listRequirements } from './resource-requirements.ts'
import type { ProjectKeys } from './run-config-type.ts'
import { checkRunHandlers, type RunFailureHandler, type RunSuccessHandler } from './run-handlers.ts'
import { describeValue } from './value-description.ts'
import type { Show } from './value-types.ts'

/** What the jobs use and neither provide nor bring, job by job. */
export type UsedOfProject<J extends Job> = J extends Job
  ? UsedAt<NeedsOfJob<J>, ProjectKeys<NeedsOfJob<J>, ProvidedBy<J>>>
  : never
type UsedAt<N extends Need, Key extends string> = Extract<N, Uses<Key, unknown>>

/** The `resources` that a project, or a launch in process, owes for these needs; it may give more. */
export type OwedResources<N extends Need> = [N] extends [never]
  ? { readonly resources?: Readonly<Record<string, unknown>> }
  : { readonly resources: Show<OwedByKey<N>> & Readonly<Record<string, unknown>> }
type OwedByKey<N extends Need> = { readonly [K in Extract<N, Uses<string, unknown>>['uses']]: ProvidedValue<N, K> }

const OPTIONS = ['jobs', 'resources', 'ioManagers', 'onRunFailure', 'onRunSuccess']

/**
 * What a location's module exports as default: its jobs, the resources they share, and its I/O managers by key.
 *
 * ```ts
 * export default definitions({ jobs: [flightReport], resources: { db: postgres() } })
 * ```
 *
 * A resource may be a `resource(…)` or the plain value itself. An I/O manager under the key `default` stores what names no other.
 *
 * @throws FrameworkError with a definition code that names the culprit and the way out.
 */
export function definitions<const J extends readonly Job[]>(
  definition: {
    readonly jobs: J
    readonly ioManagers?: Readonly<Record<string, IOManagerProvider>>
    /** Called when a run of any of the jobs has failed and is not retried. */
    readonly onRunFailure?: RunFailureHandler
    /** Called when a run of any of the jobs has succeeded. */
    readonly onRunSuccess?: RunSuccessHandler
  } & OwedResources<UsedOfProject<J[number]>>,
): Definitions {
  checkOptions('definitions()', definition, OPTIONS)
  const subject = 'definitions()'
  const resources = buildResources(subject, definition.resources)
  const ioManagers = checkIOManagers(subject, definition.ioManagers)
  const jobs = checkJobs(definition.jobs)
  for (const job of jobs) {
    checkGraph(job.graph, `job "${job.name}"`)
    checkResources(job, resources)
    checkIOManagerKeys(job, Object.keys(ioManagers))
  }
  return Object.freeze({ kind: 'definitions', jobs, resources, ioManagers, ...checkRunHandlers(subject, definition) })
}

function checkJobs(jobs: unknown): readonly JobDefinition[] {
  if (!Array.isArray(jobs)) {
    throw definitionError('INVALID_OPTION', `Option "jobs" of definitions() is ${describeValue(jobs)}. Give a list of jobs.`, {
      option: 'jobs',
    })
  }
  const names = new Map<string, string>()
  for (const [index, job] of Array.from<unknown>(jobs).entries()) {
    if (!isJob(job)) {
      throw definitionError('NOT_A_JOB', `jobs[${index}] of definitions() is ${describeValue(job)}. Give what job(…) returns.`, {
        index,
      })
    }
    const other = names.get(job.name.toLowerCase())
    if (other !== undefined) {
      throw definitionError(
        'DUPLICATE_JOB',
        other === job.name
          ? `definitions() has two jobs called "${job.name}". Rename one, or list it once.`
          : `definitions() has jobs "${other}" and "${job.name}", which differ only by case. Rename one.`,
        { job: job.name, other },
      )
    }
    names.set(job.name.toLowerCase(), job.name)
  }
  return Object.freeze([...(jobs as readonly JobDefinition[])])
}

const isJob = (value: unknown): value is JobDefinition =>
  typeof value === 'object' && value !== null && (value as Partial<JobDefinition>).kind === 'job'

function checkIOManagers(subject: string, ioManagers: unknown): Definitions['ioManagers'] {
  const entries = recordEntries(subject, 'ioManagers', ioManagers)
  checkNames(
    'I/O manager',
    entries.map(([key]) => key),
    subject,
  )
  for (const [key, manager] of entries) {
    if (isIOManager(manager)) continue
    throw definitionError(
      'INVALID_IO_MANAGER',
      `I/O manager "${key}" of ${subject} is ${describeValue(manager)}. Give an object with handleOutput, loadInput and scope, or a function that makes one.`,
      { ioManager: key },
    )
  }
  return Object.freeze(Object.fromEntries(entries)) as Definitions['ioManagers']
}

function isIOManager(value: unknown): value is IOManagerProvider {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  const { handleOutput, loadInput, scope } = value as Readonly<Record<string, unknown>>
  return (
    typeof handleOutput === 'function' &&
    typeof loadInput === 'function' &&
    ['process', 'host', 'shared'].includes(scope as string)
  )
}

function checkResources(job: JobDefinition, shared: Definitions['resources']): void {
  const provided = [...new Set([...Object.keys(job.resources), ...Object.keys(shared)])]
  for (const [key, { ops, fallbacks }] of listRequirements(job.graph)) {
    if (fallbacks.size > 0 || provided.includes(key)) continue
    const meant = didYouMean(key, provided)
    throw definitionError(
      'UNKNOWN_RESOURCE',
      `${ops.length === 1 ? 'Op' : 'Ops'} ${listed(ops)} of job "${job.name}" ${ops.length === 1 ? 'needs' : 'need'} resource "${key}", which neither the job nor definitions() provides. ${meant === undefined ? `Add it to "resources" of one of them; they have ${listed(provided)}.` : `Did you mean "${meant}"?`}`,
      { job: job.name, ops, resource: key },
    )
  }
}

function checkIOManagerKeys(job: JobDefinition, keys: readonly string[]): void {
  const known = [...new Set([...keys, DEFAULT_IO_MANAGER])]
  const refuse = (key: string, user: string): never => {
    const meant = didYouMean(key, known)
    throw definitionError(
      'UNKNOWN_IO_MANAGER',
      `${user} names I/O manager "${key}", which definitions() does not have. ${meant === undefined ? `Add it to "ioManagers"; there are ${listed(known)}.` : `Did you mean "${meant}"?`}`,
      { job: job.name, ioManager: key },
    )
  }
  if (job.ioManager !== undefined && !known.includes(job.ioManager)) refuse(job.ioManager, `Job "${job.name}"`)
  for (const [output, key] of listOutputManagers(job.graph)) {
    if (!known.includes(key)) refuse(key, `Output ${output} of job "${job.name}"`)
  }
}

/** `"clean.valid"` and the key of its I/O manager, for each output that names one. */
function* listOutputManagers(
  graph: GraphDefinition,
  seen: Set<GraphDefinition> = new Set(),
): Generator<readonly [string, string]> {
  if (seen.has(graph)) return
  seen.add(graph)
  for (const { name, definition } of graph.nodes) {
    if (definition.kind === 'graph') {
      yield* listOutputManagers(definition, seen)
      continue
    }
    for (const [output, { ioManager }] of Object.entries(definition.outs)) {
      if (ioManager !== undefined) yield [`"${name}.${output}"`, ioManager]
    }
  }
}
