import { definitionError } from './definition-error.ts'
import type { JobDefinition } from './job-definition.ts'
import { checkNames } from './name-check.ts'
import { recordEntries } from './option-check.ts'
import { toResource } from './resource.ts'
import { type AnySchema, isUnchecked } from './schema.ts'

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
