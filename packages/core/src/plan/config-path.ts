import type { JsonValue } from '../foundation/json.ts'
import { type StepKey, splitStepKey } from './plan.ts'

/** `['ops', 'graph', 'ops', 'op']`: where the run config speaks of a step, and so of all its mapped copies. */
export const stepConfigPath = (key: StepKey): readonly string[] =>
  splitStepKey(key)
    .key.split('.')
    .flatMap((name) => ['ops', name])

/**
 * What a run config says at a path; undefined where it says nothing, also because a section on the way is empty or of a wrong kind.
 * Only keys that the document itself holds count.
 */
export function configAt(document: unknown, path: readonly string[]): JsonValue | undefined {
  let value = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value as JsonValue | undefined
}
