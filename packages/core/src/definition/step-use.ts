import { checkName } from './name-check.ts'
import { checkOverrides } from './overrides.ts'
import { callStep } from './step-call.ts'
import type { StepUse } from './step-inputs.ts'

/** The callable that users hold for an op or graph: calling wires a step, and every change gives a new callable. */
export function buildStepUse(use: StepUse): unknown {
  const callable = (...args: readonly unknown[]): unknown => callStep(use, args)
  const properties: Record<string, unknown> = {
    name: use.name,
    definition: use.definition,
    as: (name: unknown): unknown => {
      checkName('Step', name, `.as() of "${use.name}"`)
      return buildStepUse({ ...use, name })
    },
    after: (...upstream: readonly unknown[]): unknown => buildStepUse({ ...use, after: [...use.after, ...upstream] }),
  }
  // A graph has no attempts of its own, so there is nothing for overrides to change.
  if (use.definition.kind === 'op')
    properties['with'] = (overrides: unknown): unknown => buildStepUse(checkOverrides(use, overrides))
  for (const [key, value] of Object.entries(properties))
    Object.defineProperty(callable, key, { value, enumerable: key !== 'name' })
  return Object.freeze(callable)
}
