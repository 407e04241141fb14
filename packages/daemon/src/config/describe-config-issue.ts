import { didYouMean } from '@pawl/core/plugin'
import { z } from 'zod'
import { configSchema } from './config-schema.ts'

type Issue = z.core.$ZodIssue
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
}

/** What may stand at a path, as JSON Schema says it. */
function shapeAt(path: readonly PropertyKey[]): Shape {
  let shape = z.toJSONSchema(configSchema, { io: 'input' }) as Shape
  for (const key of path) shape = shape.properties?.[String(key)] ?? {}
  return shape
}

const knownKeys = ({ properties = {}, anyOf = [] }: Shape): readonly string[] => [
  ...new Set([...Object.keys(properties), ...anyOf.flatMap(knownKeys)]),
]

const quoted = (path: readonly PropertyKey[]): string => `"${path.map(String).join('.')}"`

const meantOr = (given: string, known: readonly string[], otherwise: string): string => {
  const meant = didYouMean(given, known)
  return meant === undefined ? otherwise : `Did you mean "${meant}"?`
}

function describeUnknownKeys(path: readonly PropertyKey[], keys: readonly string[]): readonly string[] {
  const known = knownKeys(shapeAt(path))
  return keys.map((key) => `${quoted([...path, key])} is no option. ${meantOr(key, known, `There are ${known.join(', ')}.`)}`)
}

/** Of alternatives that all fail, the one that is of the right kind and wrong inside says more than that none fits. */
function nearest({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  return errors.find(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')),
  )
}

function describeAt(path: readonly PropertyKey[], issue: Issue): readonly string[] {
  const place = path.length === 0 ? 'the config' : quoted(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKeys(path, issue.keys)
    case 'invalid_key':
      return issue.issues.map(({ message }) => `${place} is no name: ${message}.`)
    case 'invalid_union': {
      const inside = nearest(issue)
      if (inside === undefined) return [`${place}: ${issue.message}.`]
      return inside.flatMap((one) => describeAt([...path, ...one.path], one))
    }
    case 'invalid_value': {
      const given = typeof issue.input === 'string' ? issue.input : ''
      return [`${place}: ${issue.message}. ${meantOr(given, issue.values.map(String), '')}`.trimEnd()]
    }
    default:
      return [`${place}: ${issue.message}.`]
  }
}

/** A sentence for each thing that an issue says is wrong, beginning with the path of the option. */
export const describeConfigIssue = (issue: Issue): readonly string[] => describeAt(issue.path, issue)
