import type { StepOutputs, Unit } from './step-state.ts'

/** What a step's success says of its outputs: those it left out, and the items of dynamic ones. */
export function describeOutputs(
  unit: Unit,
  outputs: StepOutputs,
): { readonly leftOut?: readonly string[]; readonly items?: Readonly<Record<string, number>> } {
  const leftOut = Object.keys(unit.step.outs).filter((name) => !outputs.has(name))
  const items: Record<string, number> = {}
  for (const [name, state] of outputs) if (state.kind === 'items') items[name] = state.items.size
  return { ...(leftOut.length === 0 ? {} : { leftOut }), ...(Object.keys(items).length === 0 ? {} : { items }) }
}
