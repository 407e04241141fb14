import type { StepStatus } from '../generated/graphql.ts'

export interface AttemptState {
  readonly number: number
  readonly startedAt: number
  readonly endedAt: number | null
}

/** One step of a run as the server tells it; times are UTC milliseconds. */
export interface StepState {
  readonly key: string
  readonly opKey: string
  readonly mappingKey: string | null
  readonly status: StepStatus
  readonly attempts: readonly AttemptState[]
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly retryAt: number | null
}

/** The steps of a run in plan order; mapped steps stand together, in the order they were first seen. */
export interface StepList {
  readonly order: readonly string[]
  readonly byKey: ReadonlyMap<string, StepState>
}

export const NO_STEPS: StepList = { order: [], byKey: new Map() }

/** Takes over newer states. Steps that are new (a dynamic op has expanded) come after their siblings. */
export function withSteps(list: StepList, steps: readonly StepState[]): StepList {
  if (steps.length === 0) return list
  const byKey = new Map(list.byKey)
  const added: StepState[] = []
  for (const step of steps) {
    if (!byKey.has(step.key)) added.push(step)
    byKey.set(step.key, step)
  }
  const expanded = new Set(added.filter((step) => step.mappingKey !== null).map((step) => step.opKey))
  // The row that stood for the mapped op before it expanded has done its work.
  for (const opKey of expanded) {
    for (const key of [opKey, `${opKey}[?]`]) if (byKey.get(key)?.mappingKey === null) byKey.delete(key)
  }
  return { order: added.length === 0 ? list.order : placeAdded(list.order, added, byKey), byKey }
}

function placeAdded(
  order: readonly string[],
  added: readonly StepState[],
  byKey: ReadonlyMap<string, StepState>,
): readonly string[] {
  const byOp = new Map<string, string[]>()
  for (const step of added) {
    const keys = byOp.get(step.opKey)
    if (keys) keys.push(step.key)
    else byOp.set(step.opKey, [step.key])
  }
  const opOf = (key: string): string => byKey.get(key)?.opKey ?? key.replace(/\[\?\]$/, '')
  const placed: string[] = []
  for (const [index, key] of order.entries()) {
    if (byKey.has(key)) placed.push(key)
    const next = order[index + 1]
    const opKey = opOf(key)
    const siblings = byOp.get(opKey)
    if (siblings && (next === undefined || opOf(next) !== opKey)) {
      placed.push(...siblings)
      byOp.delete(opKey)
    }
  }
  return [...placed, ...[...byOp.values()].flat()]
}
