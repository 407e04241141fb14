import type { Plan, PlanInput, PlanOutput, PlanSource, PlanStep } from '../src/plan/plan.ts'

/** One input: `a` is output `result` of step `a`, `a/x` its output `x`, `a*` all of it, `a#` its item; `?` before it accepts undefined. */
type InputSpec = string | readonly string[] | { readonly config: string }

export interface StepSpec {
  readonly ins?: Readonly<Record<string, InputSpec>>
  readonly after?: readonly string[]
  /** Of `result` where none is given. `?` accepts being left out, `*` is dynamic. */
  readonly outs?: Readonly<Record<string, '' | '?' | '*' | '?*'>>
  readonly over?: string
  readonly codeVersion?: string
  readonly opName?: string
  readonly tags?: Readonly<Record<string, string>>
}

export function sourceOf(text: string): PlanSource {
  const [, step = '', output = 'result', mark] = /^([^/*#]+)(?:\/([^*#]+))?([*#])?$/.exec(text) ?? []
  const take = mark === '*' ? ({ take: 'all' } as const) : mark === '#' ? ({ take: 'item' } as const) : {}
  return { step, output, ...take }
}

function inputOf(spec: InputSpec): PlanInput {
  if (typeof spec === 'string') {
    const acceptsUndefined = spec.startsWith('?')
    return { kind: 'output', acceptsUndefined, from: sourceOf(acceptsUndefined ? spec.slice(1) : spec) }
  }
  if ('config' in spec) return { kind: 'config', acceptsUndefined: true, path: spec.config.split('.') }
  return { kind: 'fan-in', acceptsUndefined: false, from: spec.map(sourceOf) }
}

const outputOf = (spec: string): PlanOutput => ({
  required: !spec.includes('?'),
  dynamic: spec.includes('*'),
  ioManager: 'default',
})

const mapped = <From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]))

/** A plan from a few words; its steps must be given in topological order. */
export function smallPlan(specs: Readonly<Record<string, StepSpec>>): Plan {
  const steps = Object.entries(specs).map(
    ([key, spec], order): PlanStep => ({
      key,
      opName: spec.opName ?? key,
      order,
      mapOver: spec.over === undefined ? null : sourceOf(spec.over),
      inputs: mapped(spec.ins ?? {}, inputOf),
      after: spec.after ?? [],
      outs: mapped(spec.outs ?? { result: '' }, outputOf),
      tags: spec.tags ?? {},
      pool: null,
      codeVersion: spec.codeVersion ?? null,
      timeoutSeconds: null,
      retry: null,
    }),
  )
  return { v: 1, jobName: 'small', steps, outputs: {} }
}
