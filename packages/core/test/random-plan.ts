import fc from 'fast-check'
import type { Plan, PlanInput, PlanSource, PlanStep } from '../src/plan/plan.ts'

/** What becomes of one unit that runs. */
export interface Fate {
  readonly fails: boolean
  readonly retries: number
  /** Optional outputs that it leaves out. */
  readonly leavesOut: ReadonlySet<string>
  /** How many items each dynamic output gets. */
  readonly items: number
}

export interface RandomPlan {
  readonly plan: Plan
  /** By the unit's key, mapping key included. */
  readonly fateOf: (key: string) => Fate
  readonly selected: ReadonlySet<string> | undefined
}

/** Draws numbers from 0 up to, not including, `below`. */
export type Draw = (below: number) => number

export const chance = (draw: Draw, percent: number): boolean => draw(100) < percent
export const pick = <T>(draw: Draw, from: readonly T[]): T | undefined => from[draw(Math.max(1, from.length))]

function outputsFor(draw: Draw, mapped: boolean): PlanStep['outs'] {
  const outs: Record<string, PlanStep['outs'][string]> = {}
  for (const name of ['a', 'b', 'c'].slice(0, 1 + draw(3))) {
    outs[name] = { required: chance(draw, 60), dynamic: !mapped && chance(draw, 35), ioManager: 'default' }
  }
  return outs
}

/** A way in which a step may use an output of an earlier one, as wiring allows it. */
function sourceFor(draw: Draw, earlier: readonly PlanStep[], mapOver: PlanSource | null): PlanSource | undefined {
  const from = pick(draw, earlier)
  const output = from === undefined ? undefined : pick(draw, Object.keys(from.outs))
  if (from === undefined || output === undefined) return undefined
  const plain = { step: from.key, output }
  if (from.mapOver !== null) {
    const sameMap = mapOver !== null && from.mapOver.step === mapOver.step && from.mapOver.output === mapOver.output
    return sameMap && chance(draw, 75) ? plain : { ...plain, take: 'all' }
  }
  return from.outs[output]?.dynamic === true ? { ...plain, take: 'all' } : plain
}

function inputsFor(draw: Draw, earlier: readonly PlanStep[], mapOver: PlanSource | null): PlanStep['inputs'] {
  const inputs: Record<string, PlanInput> = {}
  if (mapOver !== null && chance(draw, 70)) {
    inputs['item'] = { kind: 'output', acceptsUndefined: chance(draw, 20), from: { ...mapOver, take: 'item' } }
  }
  for (let n = draw(4); n > 0; n--) {
    const acceptsUndefined = chance(draw, 25)
    const sources = Array.from({ length: chance(draw, 30) ? 1 + draw(3) : 1 }, () => sourceFor(draw, earlier, mapOver)).filter(
      (source) => source !== undefined,
    )
    const [first] = sources
    if (chance(draw, 5) || first === undefined) inputs[`i${n}`] = { kind: 'config', acceptsUndefined, path: [`i${n}`] }
    else if (sources.length > 1 || chance(draw, 15)) inputs[`i${n}`] = { kind: 'fan-in', acceptsUndefined, from: sources }
    else inputs[`i${n}`] = { kind: 'output', acceptsUndefined, from: first }
  }
  return inputs
}

function dynamicOutputs(steps: readonly PlanStep[]): readonly PlanSource[] {
  return steps.flatMap((step) =>
    Object.entries(step.outs).flatMap(([output, { dynamic }]) => (dynamic ? [{ step: step.key, output }] : [])),
  )
}

function stepFor(draw: Draw, earlier: readonly PlanStep[]): PlanStep {
  const order = earlier.length
  const mapOver = chance(draw, 45) ? (pick(draw, dynamicOutputs(earlier)) ?? null) : null
  return {
    // A key of a graph's step now and then: it is only a name here.
    key: chance(draw, 20) ? `graph.s${order}` : `s${order}`,
    opName: `op${order}`,
    order,
    mapOver,
    inputs: inputsFor(draw, earlier, mapOver),
    after: chance(draw, 25) ? [...new Set([pick(draw, earlier), pick(draw, earlier)].flatMap((step) => step?.key ?? []))] : [],
    outs: outputsFor(draw, mapOver !== null),
    tags: {},
    pool: null,
    codeVersion: null,
    timeoutSeconds: null,
    retry: null,
  }
}

/** Two texts and a seed to a number that looks drawn by chance, so that a unit's fate does not depend on when it runs. */
export function hashed(seed: number, text: string): number {
  let hash = seed ^ 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
}

/** The steps of a plan as wiring may make it; fewer of them are the first ones of more. */
export function drawSteps(draw: Draw, size: number): readonly PlanStep[] {
  const steps: PlanStep[] = []
  while (steps.length < size) steps.push(stepFor(draw, steps))
  return steps
}

/** Plans as wiring may make them, with what becomes of each step. */
export const randomPlan: fc.Arbitrary<RandomPlan> = fc
  .record({
    draws: fc.infiniteStream(fc.nat(0x7fff_ffff)),
    size: fc.integer({ min: 1, max: 14 }),
    seed: fc.nat(),
    failing: fc.constantFrom(0, 10, 30),
    selecting: fc.constantFrom(100, 100, 80),
  })
  .map(({ draws, size, seed, failing, selecting }) => {
    const draw: Draw = (below) => (draws.next().value as number) % below
    const steps = drawSteps(draw, size)
    const selected = selecting === 100 ? undefined : new Set(steps.map(({ key }) => key).filter(() => chance(draw, selecting)))
    const fateOf = (key: string): Fate => ({
      fails: hashed(seed, `${key} fails`) % 100 < failing,
      retries: Math.max(0, (hashed(seed, `${key} retries`) % 6) - 3),
      leavesOut: new Set(['a', 'b', 'c'].filter((name) => hashed(seed, `${key} ${name}`) % 100 < 45)),
      items: hashed(seed, `${key} items`) % 4,
    })
    return { plan: { v: 1, jobName: 'random', steps, outputs: {} }, fateOf, selected }
  })
