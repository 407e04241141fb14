import { sha256Hex } from '../foundation/hash.ts'
import { canonicalJson, isRecord, type JsonObject } from '../foundation/json.ts'
import type { PlannedJob, PlanStep, StepKey } from './plan.ts'

/** What a run config says at a path; undefined where it says nothing. */
export function configAt(config: JsonObject, path: readonly string[]): unknown {
  let value: unknown = config
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** `ops.<graph>.ops.<name>.config`: where the run config gives a planned step's config. */
export const stepConfigPath = (key: StepKey): readonly string[] => [...key.split('.').flatMap((name) => ['ops', name]), 'config']

/**
 * SHA-256 of what the run config says of a step's config and literal inputs, `{ env }` unresolved, by which a later run judges
 * whether the step's outputs are still good; undefined for a step that takes nothing from the run config.
 */
export async function stepConfigHash(planned: PlannedJob, step: PlanStep, config: JsonObject): Promise<string | undefined> {
  const literals = Object.entries(step.inputs).flatMap(([name, input]) =>
    input.kind === 'config' ? [[name, configAt(config, input.path) ?? null] as const] : [],
  )
  const takesConfig = planned.bindings.get(step.key)?.op.config !== undefined
  if (!takesConfig && literals.length === 0) return undefined
  const own = takesConfig ? { config: configAt(config, stepConfigPath(step.key)) ?? null } : {}
  return sha256Hex(canonicalJson({ ...own, inputs: Object.fromEntries(literals) }))
}
