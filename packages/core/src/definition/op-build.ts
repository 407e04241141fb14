import { isName } from '../foundation/names.ts'
import { upperFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { checkName, checkNames } from './name-check.ts'
import type { InputDefinition, OpDefinition, OutputDefinition } from './op-definition.ts'
import { checkFunction, checkOptions, checkSchema, checkText, recordEntries } from './option-check.ts'
import { type OutSpec, toOutput } from './out.ts'
import { isResource } from './resource.ts'
import type { ResourceRequirement } from './resource-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import { resolveRetry } from './retry-tags.ts'
import { type AnySchema, acceptsUndefined, isUnchecked } from './schema.ts'
import { checkOpTags } from './tag-check.ts'
import { describeValue } from './value-description.ts'

/** What `op()` is given, as it may come from JavaScript: nothing is known of it. */
type Given = Readonly<Record<string, unknown>>

const OPTIONS = [
  'name',
  'description',
  'config',
  'ins',
  'out',
  'outs',
  'resources',
  'retry',
  'timeoutSeconds',
  'tags',
  'codeVersion',
  'pool',
  'run',
]

/** An op's definition as frozen data, every part of it checked. */
export function buildOpDefinition(given: object): OpDefinition {
  const options = given as Given
  const { name } = options
  checkOptions(isName(name) ? `Op "${name}"` : 'An op', given, OPTIONS)
  checkName('Op', name)
  const subject = `op "${name}"`
  for (const option of ['description', 'codeVersion']) checkText(subject, option, options[option])
  if (options['config'] !== undefined) checkSchema(`The config of ${subject}`, options['config'])
  checkRun(subject, options['run'])
  return Object.freeze({
    kind: 'op',
    name,
    ...present(options, 'description'),
    ...present(options, 'config'),
    ins: buildInputs(subject, options['ins']),
    outs: buildOutputs(subject, options),
    returnsRecord: options['outs'] !== undefined,
    resources: buildRequirements(subject, options['resources']),
    ...buildExecution(subject, options),
    ...present(options, 'codeVersion'),
    run: options['run'] as OpDefinition['run'],
  }) as OpDefinition
}

const present = (options: Given, key: string): Given => (options[key] === undefined ? {} : { [key]: options[key] })

function checkRun(subject: string, run: unknown): void {
  if (run === undefined) {
    throw definitionError('MISSING_RUN', `${upperFirst(subject)} has no "run". Give the function that does its work.`)
  }
  checkFunction(subject, 'run', run)
}

/** Inputs by name, with what tracing needs to know of their schemas. */
export function buildInputs(subject: string, ins: unknown): Readonly<Record<string, InputDefinition>> {
  const entries = recordEntries(subject, 'ins', ins)
  checkNames(
    'Input',
    entries.map(([name]) => name),
    subject,
  )
  const inputs = entries.map(([name, schema]) => {
    checkSchema(`Input "${name}" of ${subject}`, schema)
    const input: InputDefinition = { schema: schema as AnySchema, acceptsUndefined: acceptsUndefined(schema as AnySchema) }
    return [name, Object.freeze(input)] as const
  })
  return Object.freeze(Object.fromEntries(inputs))
}

function buildOutputs(subject: string, { out, outs }: Given): OpDefinition['outs'] {
  if (out !== undefined && outs !== undefined) {
    throw definitionError(
      'OUT_AND_OUTS',
      `${upperFirst(subject)} has both "out" and "outs". Keep "out" for one output, "outs" for several by name.`,
    )
  }
  if (outs === undefined) {
    const result: OutputDefinition =
      out === undefined ? Object.freeze({ required: true, dynamic: false }) : toOutput(out as OutSpec, `The out of ${subject}`)
    return Object.freeze({ result })
  }
  const entries = recordEntries(subject, 'outs', outs)
  if (entries.length === 0) {
    throw definitionError(
      'NO_OUTPUTS',
      `${upperFirst(subject)} has an empty "outs". Name at least one output, or leave it out: what "run" returns is then the output.`,
    )
  }
  checkNames(
    'Output',
    entries.map(([name]) => name),
    subject,
  )
  return Object.freeze(
    Object.fromEntries(entries.map(([name, spec]) => [name, toOutput(spec as OutSpec, `Output "${name}" of ${subject}`)])),
  )
}

const TYPE_ONLY: ResourceRequirement = Object.freeze({ kind: 'type' })

function buildRequirements(subject: string, resources: unknown): OpDefinition['resources'] {
  const entries = recordEntries(subject, 'resources', resources)
  checkNames(
    'Resource',
    entries.map(([key]) => key),
    subject,
  )
  const requirements = entries.map(([key, spec]) => {
    if (isResource(spec)) return [key, spec] as const
    if (typeof spec === 'object' && spec !== null && isUnchecked(spec as AnySchema)) return [key, TYPE_ONLY] as const
    throw definitionError(
      'INVALID_RESOURCE',
      `Resource "${key}" of ${subject} is ${describeValue(spec)}. Give type<T>() for what the job must provide, or a resource(…) to fall back on.`,
      { resource: key },
    )
  })
  return Object.freeze(Object.fromEntries(requirements))
}

type Execution = Pick<OpDefinition, 'tags' | 'retry' | 'timeoutSeconds' | 'pool'>

function buildExecution(subject: string, options: Given): Execution {
  const tags = checkOpTags(options['tags'], subject)
  const retry = resolveRetry(options['retry'] as RetryPolicy | undefined, tags, subject)
  const { timeoutSeconds, pool } = options
  checkTimeout(subject, timeoutSeconds)
  if (pool !== undefined && !isName(pool)) {
    throw definitionError(
      'INVALID_POOL',
      `Pool ${typeof pool === 'string' ? JSON.stringify(pool) : `(${describeValue(pool)})`} of ${subject} is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _.`,
      { pool },
    )
  }
  return {
    tags,
    ...(retry === undefined ? {} : { retry }),
    ...(typeof timeoutSeconds === 'number' ? { timeoutSeconds } : {}),
    ...(typeof pool === 'string' ? { pool } : {}),
  }
}

function checkTimeout(subject: string, timeoutSeconds: unknown): void {
  if (timeoutSeconds === undefined) return
  if (typeof timeoutSeconds === 'number' && Number.isFinite(timeoutSeconds) && timeoutSeconds > 0) return
  throw definitionError(
    'INVALID_TIMEOUT',
    `timeoutSeconds of ${subject} is ${describeValue(timeoutSeconds)}. Give finite seconds above 0, or leave it out for no limit.`,
  )
}
