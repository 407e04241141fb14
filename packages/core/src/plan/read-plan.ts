import { FrameworkError } from '../foundation/errors.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { Plan } from './plan.ts'

/** Turns a stored plan into that of the next version. Pure; never loses what the older one said. */
type PlanUpcaster = (plan: JsonObject) => JsonObject

/**
 * The steps from version 1 to 2, 2 to 3, …: the current version is one more than there are. To change the shape of a plan, add the upcaster
 * here, raise `Plan.v`, and keep the older golden plan.
 */
const UPCASTERS: readonly PlanUpcaster[] = []
const CURRENT_VERSION = UPCASTERS.length + 1

/**
 * Reads a plan as it lies in storage, of this or an older version.
 * @throws FrameworkError PLAN_TOO_NEW for one that a newer Pawl has written
 */
export function readPlan(snapshot: JsonObject): Plan {
  const version = Number(snapshot['v'])
  if (version > CURRENT_VERSION) {
    throw new FrameworkError('PLAN_TOO_NEW', {
      message: `The plan of this run has version ${version}; this version of Pawl knows plans up to ${CURRENT_VERSION}. Upgrade Pawl to read it.`,
      details: { found: version, known: CURRENT_VERSION },
    })
  }
  const current = UPCASTERS.slice(version - 1).reduce((plan, upcast) => upcast(plan), snapshot)
  return current as unknown as Plan
}
