import type { JobDefinition } from '../definition/job-definition.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import { isRecord, type JsonObject } from '../foundation/json.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import { checkOps, type OpsCheck } from './check-ops-config.ts'
import { placesIn, resourcesOf } from './config-place.ts'
import { type ConfigSection, readSection, strayFields } from './config-section.ts'
import { typeInWords } from './describe-shape.ts'
import { checkConfig } from './parse-config.ts'
import { type RunConfigError, runConfigError, showConfigPath } from './run-config-error.ts'
import type { RunConfigSelection } from './selected-plan.ts'

export interface RunConfigOptions {
  /** Resources of the project; those of the job itself go over them. */
  readonly resources?: Readonly<Record<string, ResourceDefinition>>
  /** Absent: the whole job. */
  readonly selection?: RunConfigSelection
}

/** `execution.config` */
export interface ExecutionSettings {
  /** How many steps may run at the same time. */
  readonly maxConcurrent?: number
}

/** A run config that is right for its job. */
export interface ResolvedRunConfig {
  /** As it was given, which is what is stored: no default filled in, no `{ env }` resolved. */
  readonly document: JsonObject
  readonly execution: ExecutionSettings
}

export type RunConfigResult =
  | { readonly ok: true; readonly config: ResolvedRunConfig }
  | { readonly ok: false; readonly errors: readonly RunConfigError[] }

async function checkResources(
  section: ConfigSection,
  job: JobDefinition,
  options: RunConfigOptions,
): Promise<readonly RunConfigError[]> {
  if (section.errors.length > 0) return section.errors
  const { definitions, used } = resourcesOf(job, options.resources ?? {}, options.selection?.keys)
  const known = new Set([...definitions.keys(), ...resourcesOf(job, {}).used])
  const errors = strayFields(section, [...known], (key, meant) =>
    meant === undefined
      ? `This job knows no resource "${key}"; there are ${listed([...known])}.`
      : `This job knows no resource "${key}". Did you mean "${meant}"?`,
  )
  for (const key of used) {
    const inner = readSection(section.fields[key], [...section.path, key])
    errors.push(...inner.errors)
    if (inner.errors.length > 0) continue
    errors.push(...strayFields(inner, ['config'], (field) => `A resource takes "config", not "${field}".`))
    errors.push(...(await checkResourceConfig(inner, key, definitions.get(key))))
  }
  return errors
}

async function checkResourceConfig(
  section: ConfigSection,
  key: string,
  definition: ResourceDefinition | undefined,
): Promise<readonly RunConfigError[]> {
  const path = [...section.path, 'config']
  const value = section.fields['config']
  if (definition?.config !== undefined) return checkConfig({ schema: definition.config, value, path })
  // Who provides a resource elsewhere, as a test does, looks after its config too.
  if (definition === undefined || value === undefined || value === null || isEmpty(value)) return []
  return [
    runConfigError('UNKNOWN_FIELD', path, {
      message: `The resource "${key}" takes no config; leave ${showConfigPath(path)} out.`,
    }),
  ]
}

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0

function checkExecution(section: ConfigSection): {
  readonly errors: readonly RunConfigError[]
  readonly settings: ExecutionSettings
} {
  const inner = readSection(section.fields['config'], [...section.path, 'config'])
  const known = ['maxConcurrent']
  const errors = [
    ...section.errors,
    ...strayFields(section, ['config'], (field) => `"execution" takes "config", not "${field}".`),
    ...inner.errors,
    ...strayFields(inner, known, (field) => `There is no execution setting "${field}"; there are ${listed(known)}.`),
  ]
  const maxConcurrent = inner.fields['maxConcurrent']
  if (maxConcurrent === undefined || maxConcurrent === null) return { errors, settings: {} }
  if (typeof maxConcurrent === 'number' && Number.isSafeInteger(maxConcurrent) && maxConcurrent >= 1)
    return { errors, settings: { maxConcurrent } }
  const path = [...inner.path, 'maxConcurrent']
  const expected = 'a whole number from 1'
  const isNumber = typeof maxConcurrent === 'number'
  const message = `${showConfigPath(path)} must be ${expected}, not ${isNumber ? maxConcurrent : typeInWords(maxConcurrent)}.`
  const error = runConfigError(isNumber ? 'INVALID_VALUE' : 'TYPE_MISMATCH', path, { message, expected })
  return { errors: [...errors, error], settings: {} }
}

const TOP_LEVEL = ['ops', 'resources', 'execution']

/**
 * Checks a run config document (parsed JSON or YAML) against a job, every error at once. An empty document, null or undefined, is
 * one without any section. Config of steps that are not selected is neither needed nor looked at.
 */
export async function validateRunConfig(
  job: JobDefinition,
  document: unknown,
  options: RunConfigOptions = {},
): Promise<RunConfigResult> {
  const root = readSection(document, [])
  if (root.errors.length > 0) return { ok: false, errors: root.errors }
  const [ops, resources, execution] = TOP_LEVEL.map((key) => readSection(root.fields[key], [key]))
  if (ops === undefined || resources === undefined || execution === undefined)
    throw new TypeError('Three sections were asked for.')
  const opsCheck: OpsCheck = { job, selection: options.selection }
  const settings = checkExecution(execution)
  const errors = [
    ...strayFields(root, TOP_LEVEL, (key) => strayTopLevel(key, job)),
    ...(await checkOps(ops, placesIn(job.graph.nodes), opsCheck)),
    ...(await checkResources(resources, job, options)),
    ...settings.errors,
  ]
  if (errors.length > 0) return { ok: false, errors }
  return { ok: true, config: { document: isRecord(document) ? (document as JsonObject) : {}, execution: settings.settings } }
}

function strayTopLevel(key: string, job: JobDefinition): string {
  if (job.graph.nodes.some((node) => node.name === key)) return `Config of "${key}" belongs under "ops": ops.${key}.`
  const meant = didYouMean(key, TOP_LEVEL)
  return meant === undefined
    ? `A run config has no section "${key}"; there are ${listed(TOP_LEVEL)}.`
    : `A run config has no section "${key}". Did you mean "${meant}"?`
}
