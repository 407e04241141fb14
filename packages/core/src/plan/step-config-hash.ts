import { sha256Hex } from '../foundation/hash.ts'
import { canonicalJson, isRecord } from '../foundation/json.ts'
import { configAt, stepConfigPath } from './config-path.ts'
import type { Plan, PlanStep, StepKey } from './plan.ts'

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0)

/**
 * SHA-256 of what the run config says to one step: its own config and its literal inputs as given, `{ env }` unresolved. Undefined
 * where it says nothing, so that an empty section and none are the same.
 */
export async function stepConfigHash(step: PlanStep, document: unknown): Promise<string | undefined> {
  const config = configAt(document, [...stepConfigPath(step.key), 'config'])
  const literals = Object.entries(step.inputs).flatMap(([input, planned]) => {
    const value = planned.kind === 'config' ? configAt(document, planned.path) : undefined
    return value === undefined ? [] : [[input, value] as const]
  })
  if (isNothing(config) && literals.length === 0) return undefined
  return sha256Hex(canonicalJson({ config: isNothing(config) ? null : config, inputs: Object.fromEntries(literals) }))
}

/** The {@link stepConfigHash} of every step that has one, by its key. */
export async function stepConfigHashes(plan: Plan, document: unknown): Promise<ReadonlyMap<StepKey, string | undefined>> {
  const hashes = new Map<StepKey, string | undefined>()
  if (isNothing(document)) return hashes
  for (const step of plan.steps) hashes.set(step.key, await stepConfigHash(step, document))
  return hashes
}
