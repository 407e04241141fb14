import {
  dynamicOut,
  type Handle,
  type Job,
  job,
  type OptionalHandle,
  op,
  optionalType,
  out,
  type RetryPolicy,
  resource,
  type,
} from '@pawl/core'
import type { Chance } from '../engine/chance.ts'
import { currentHost } from './op-host.ts'

/** Names of the step pools that ops of random jobs may be in. */
export const STEP_POOLS = ['narrow', 'wide'] as const

const tool = resource({ init: () => currentHost().open() })

/** A number of 32 bits made of a text. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** What a step makes follows from its name and its inputs alone: so it is the same in every run of its job. */
const digest = (parts: readonly unknown[]): string => hash32(JSON.stringify(parts)).toString(36)

type Wired = Handle<string> | OptionalHandle<string>
/** An op whose types nobody knows before it is drawn. */
type LooseOp = ((inputs?: Readonly<Record<string, unknown>>) => unknown) & { after(...steps: readonly Wired[]): LooseOp }
const looseOp = op as unknown as (definition: Readonly<Record<string, unknown>>) => LooseOp

type Shape = 'plain' | 'optional' | 'dynamic'

function retryOf(chance: Chance): RetryPolicy | undefined {
  if (chance.is(0.5)) return undefined
  const jitter = chance.is(0.3) ? { jitter: chance.pick(['full', 'plus-minus', 0.5] as const) } : {}
  return { maxRetries: chance.whole(0, 2), delaySeconds: chance.pick([0, 0.02, 0.1] as const) + 0.001, ...jitter }
}

interface RandomOp {
  readonly name: string
  readonly shape: Shape
  /** Names of its inputs; whether each may get nothing. */
  readonly ins: Readonly<Record<string, boolean>>
}

function madeBy(shape: Shape, stepKey: string, inputs: unknown): unknown {
  const value = digest([stepKey, inputs])
  if (shape === 'optional') return hash32(value) % 3 === 0 ? undefined : value
  if (shape === 'plain') return value
  return new Map(Array.from({ length: hash32(`${value} items`) % 4 }, (_, n) => [`k${n}`, `${value}${n}`]))
}

/** Draws one op: what it makes follows from its name and inputs; how it fares is the affair of the process that it is in. */
function randomOp(chance: Chance, { name, shape, ins }: RandomOp): LooseOp {
  const retry = retryOf(chance)
  const timeoutSeconds = chance.is(0.3) ? chance.between(0.06, 0.3) : undefined
  const outs = { plain: type<string>(), optional: out(type<string>(), { required: false }), dynamic: dynamicOut(type<string>()) }
  return looseOp({
    name,
    ins: Object.fromEntries(
      Object.entries(ins).map(([input, isOptional]) => [input, isOptional ? optionalType<string>() : type<string>()]),
    ),
    out: outs[shape],
    ...(retry === undefined ? {} : { retry }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(chance.is(0.2) ? { pool: chance.pick(STEP_POOLS) } : {}),
    ...(chance.is(0.1) ? { resources: { tool } } : {}),
    async run(
      context: {
        readonly step: { readonly key: string; readonly attempt: number }
        readonly run: { readonly runId: string }
        readonly signal: AbortSignal
      },
      inputs: unknown,
    ) {
      const { step, run, signal } = context
      const place = { runId: run.runId, stepKey: step.key, attempt: step.attempt, timeoutSeconds: timeoutSeconds ?? null }
      await currentHost().work({ ...place, signal })
      return madeBy(shape, step.key, inputs)
    },
  })
}

/** The wiring of one job while it is drawn. */
class RandomWiring {
  readonly #chance: Chance
  readonly #open: { readonly name: string; readonly handle: Wired; isUsed: boolean }[] = []
  #count = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** Wires one more op, with whatever follows of its shape. */
  add(): void {
    const shape = this.#chance.weighted({ plain: 0.65, optional: 0.15, dynamic: 0.2 })
    const { step, ins, inputs } = this.#inputs({})
    let use = randomOp(this.#chance, { name: step, shape, ins })
    const before = this.#chance.is(0.15) ? this.#chance.pick(this.#open) : undefined
    if (before !== undefined) use = use.after(before.handle)
    const made = use(inputs)
    this.#open.push({ name: step, handle: shape === 'dynamic' ? this.#mapped(made) : (made as Wired), isUsed: false })
  }

  /** What nothing has taken. */
  leaves(): Readonly<Record<string, Wired>> {
    return Object.fromEntries(this.#open.filter(({ isUsed }) => !isUsed).map(({ name, handle }) => [name, handle]))
  }

  /** A step for each item, now and then another after it, and what collects them. */
  #mapped(items: unknown): Wired {
    type Items = { map(wire: (item: Wired) => Wired): Items; collect(): Wired }
    const wire = (item: Wired): Wired => {
      const { step, ins, inputs } = this.#inputs({ item })
      const made = randomOp(this.#chance, { name: step, shape: 'plain', ins })(inputs) as Wired
      if (!this.#chance.is(0.3)) return made
      const next = this.#inputs({ item: made })
      return randomOp(this.#chance, { name: next.step, shape: 'plain', ins: next.ins })(next.inputs) as Wired
    }
    return (items as Items).map(wire).collect()
  }

  #inputs(given: Readonly<Record<string, Wired>>) {
    const inputs: Record<string, unknown> = { ...given }
    const ins: Record<string, boolean> = Object.fromEntries(Object.keys(given).map((name) => [name, false]))
    for (let n = this.#open.length === 0 ? 0 : this.#chance.whole(0, 2); n > 0; n--) {
      const sources = Array.from({ length: this.#chance.is(0.2) ? 2 : 1 }, () => this.#chance.pick(this.#open)).filter(
        (source) => source !== undefined,
      )
      for (const source of sources) source.isUsed = true
      const handles = [...new Set(sources.map(({ handle }) => handle))]
      inputs[`i${n}`] = handles.length > 1 ? handles : handles[0]
      ins[`i${n}`] = this.#chance.is(0.3)
    }
    return { step: `s${this.#count++}`, ins, inputs }
  }
}

/** A job of up to a dozen ops, some of them mapped over the items of others. */
export function randomJob(name: string, chance: Chance): Job {
  const size = chance.is(0.3) ? 1 : chance.whole(2, 7)
  const looseJob = job as unknown as (name: string, definition: { readonly run: () => unknown }) => Job
  return looseJob(name, {
    run() {
      const wiring = new RandomWiring(chance)
      for (let n = 0; n < size; n++) wiring.add()
      return wiring.leaves()
    },
  })
}
