import { seededRandom } from '../../testing/src/seeded-random.ts'
import type { OpDefinition } from '../src/definition/op-definition.ts'
import { type } from '../src/definition/schema.ts'
import type { JsonObject } from '../src/foundation/json.ts'
import type { Plan, PlannedJob, PlanStep, StepBinding } from '../src/plan/plan.ts'
import { chance, type Draw, drawSteps, hashed } from './random-plan.ts'

/** A job as it is for one run of it: its code and config may differ from those of the run before. */
export interface JobVersion {
  readonly plan: Plan
  readonly config: JsonObject
}

export const drawFrom = (seed: number): Draw => {
  const random = seededRandom(seed)
  return (below) => Math.floor(random() * below)
}

const digest = (text: string): string => `${hashed(1, text).toString(36)}${hashed(2, text).toString(36)}`

function withManagers(draw: Draw, step: PlanStep): PlanStep {
  const manager = (): string => (chance(draw, 85) ? 'default' : chance(draw, 50) ? 'disk' : 'memory')
  const outs = Object.entries(step.outs).map(([name, out]) => [name, { ...out, ioManager: manager() }])
  return { ...step, outs: Object.fromEntries(outs), codeVersion: chance(draw, 50) ? null : 'v1' }
}

export function firstVersion(seed: number, size: number): JobVersion {
  const draw = drawFrom(seed ^ 0x5bd1e995)
  const steps = drawSteps(drawFrom(seed), size).map((step) => withManagers(draw, step))
  return { plan: { v: 1, jobName: 'rerun', steps, outputs: {} }, config: { i1: 0, i2: 0, i3: 0 } }
}

/** The job with some steps' code, or a value in the config, changed. */
export function nextVersion(version: JobVersion, draw: Draw): JobVersion {
  const { plan, config } = version
  const [isEdited, isConfigured] = [chance(draw, 25), chance(draw, 15)]
  if (!isEdited && !isConfigured) return version
  const steps = plan.steps.map((step) => (isEdited && chance(draw, 5) ? { ...step, codeVersion: `v${draw(1_000)}` } : step))
  return { plan: { ...plan, steps }, config: isConfigured ? { ...config, [`i${1 + draw(3)}`]: draw(1_000) } : config }
}

function outputValue(step: PlanStep, output: string, text: string): unknown {
  const out = step.outs[output]
  const about = `${text} ${output}`
  if (out?.required === false && hashed(3, about) % 100 < 45) return undefined
  if (out?.dynamic !== true) return digest(about)
  return new Map(
    Array.from({ length: hashed(4, about) % 4 }, (_, n) => [`k${hashed(5, about) % 2}${n}`, digest(`${about} ${n}`)]),
  )
}

/** Its outputs, which are left out, and what items there are, follow from its code and from all that it gets. */
function opOf(step: PlanStep, fails: (stepKey: string) => boolean): OpDefinition {
  return {
    kind: 'op',
    name: step.opName,
    ins: Object.fromEntries(
      Object.entries(step.inputs).map(([name, { acceptsUndefined }]) => [name, { schema: type<unknown>(), acceptsUndefined }]),
    ),
    outs: step.outs,
    returnsRecord: true,
    resources: {},
    tags: {},
    run({ step: { key } }, inputs) {
      if (fails(key)) throw new Error('told to fail')
      const text = JSON.stringify([key, step.codeVersion, inputs])
      return Object.fromEntries(Object.keys(step.outs).map((output) => [output, outputValue(step, output, text)]))
    },
  }
}

export function plannedVersion({ plan }: JobVersion, fails: (stepKey: string) => boolean): PlannedJob {
  const bindings = plan.steps.map((step): [string, StepBinding] => [step.key, { op: opOf(step, fails), retry: undefined }])
  return { plan, bindings: new Map(bindings) }
}
