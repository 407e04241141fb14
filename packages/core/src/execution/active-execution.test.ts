import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { ExecutionOracle, type Expected, unitKey } from '../../test/execution-oracle.ts'
import { type RandomPlan, randomPlan } from '../../test/random-plan.ts'
import type { StoredOutput } from '../definition/io-manager.ts'
import type { Plan, PlanStep } from '../plan/plan.ts'
import { sourcesOf } from '../plan/plan.ts'
import { ActiveExecution } from './active-execution.ts'
import type { InputState, LoadSource } from './input-state.ts'
import type { OutputState, StepOutputs, Unit } from './step-state.ts'

const storedAt = (location: string): StoredOutput => ({
  location,
  ioManager: 'default',
  hostId: 'host',
  originRunId: 'run',
  originAttempt: 1,
})

function outputsOf(unit: Unit, { fateOf }: RandomPlan): StepOutputs {
  const fate = fateOf(unit.key)
  const outputs = new Map<string, OutputState>()
  for (const [name, { required, dynamic }] of Object.entries(unit.step.outs)) {
    if (!required && fate.leavesOut.has(name)) continue
    const item = (n: number): [string, StoredOutput] => [`k${n}`, storedAt(`${unit.key}.${name}/k${n}`)]
    outputs.set(
      name,
      dynamic
        ? { kind: 'items', items: new Map(Array.from({ length: fate.items }, (_, n) => item(n))) }
        : { kind: 'one', stored: storedAt(`${unit.key}.${name}`) },
    )
  }
  return outputs
}

const isList = (source: LoadSource | readonly LoadSource[]): source is readonly LoadSource[] => Array.isArray(source)

/** An input as the oracle names it. */
function named(state: InputState): unknown {
  if (state.kind === 'absent') return undefined
  if (state.kind === 'config') return `config ${state.path.join('.')}`
  if (state.kind === 'one') return state.source.stored.location
  return state.sources.map((source) => (isList(source) ? source.map(({ stored }) => stored.location) : source.stored.location))
}

const ENDED: ReadonlySet<string> = new Set(['success', 'failed', 'blocked', 'skipped', 'omitted'])

/** One run through a plan, whose next step is always drawn. */
class Walk {
  readonly execution: ActiveExecution
  readonly skipped: string[] = []
  readonly started: Map<string, number> = new Map()
  readonly #random: RandomPlan
  readonly #oracle: ExecutionOracle
  readonly #draw: (below: number) => number
  readonly #running: Unit[] = []
  readonly #waiting: Unit[] = []

  constructor(random: RandomPlan, oracle: ExecutionOracle, draw: (below: number) => number) {
    this.#random = random
    this.#oracle = oracle
    this.#draw = draw
    const { plan, selected } = random
    this.execution = new ActiveExecution({ plan, ...(selected === undefined ? {} : { selected }) })
  }

  toTheEnd(): this {
    for (;;) {
      this.skipped.push(...this.execution.takeSkipped().map(({ key }) => key))
      const ways = [
        ...(this.execution.hasReady ? [() => this.#start()] : []),
        ...(this.#running.length > 0 ? [() => this.#finish()] : []),
        ...(this.#waiting.length > 0 ? [() => this.#makeReady()] : []),
      ]
      if (ways.length === 0) return this
      expect(this.execution.isComplete).toBe(false)
      ways[this.#draw(ways.length)]?.()
    }
  }

  #start(): void {
    const unit = this.execution.take()
    if (unit === undefined) throw new Error('Nothing was ready after all.')
    this.started.set(unit.key, (this.started.get(unit.key) ?? 0) + 1)
    this.#expectUpstreamEnded(unit)
    const inputs = Object.entries(this.execution.inputsOf(unit)).map(([name, state]) => [name, named(state)])
    const expected = Object.entries(unit.step.inputs).map(([name, input]) => [name, this.#oracle.value(input, unit.mappingKey)])
    expect(inputs).toEqual(expected)
    this.#running.push(unit)
  }

  #expectUpstreamEnded({ step, mappingKey }: Unit): void {
    const upstream = [
      ...step.after,
      ...Object.values(step.inputs).flatMap((input) => sourcesOf(input).map((source) => source.step)),
    ]
    for (const key of upstream) {
      const before = this.#oracle.step(key)
      for (const copy of this.#oracle.waitsFor(step, mappingKey, before)) {
        const node = this.execution.node(key)
        const unit = node?.kind === 'group' ? node.copies?.get(copy ?? '') : node
        expect(ENDED.has(unit?.status ?? 'absent')).toBe(true)
      }
    }
  }

  #finish(): void {
    const [unit] = this.#running.splice(this.#draw(this.#running.length), 1)
    if (unit === undefined) return
    const fate = this.#random.fateOf(unit.key)
    if (unit.attempts <= fate.retries) {
      this.execution.waitForRetry(unit)
      this.#waiting.push(unit)
    } else if (fate.fails) this.execution.fail(unit)
    else this.execution.succeed(unit, outputsOf(unit, this.#random))
  }

  #makeReady(): void {
    const [unit] = this.#waiting.splice(this.#draw(this.#waiting.length), 1)
    if (unit !== undefined) this.execution.makeReady(unit)
  }
}

function expectedUnits(steps: readonly PlanStep[], oracle: ExecutionOracle): Map<string, Expected> {
  const units = new Map<string, Expected>()
  for (const step of steps) {
    const copies = step.mapOver === null ? [null] : oracle.copies(step)
    if (typeof copies === 'string') units.set(step.key, copies)
    else for (const key of copies) units.set(unitKey(step, key), oracle.outcome(step, key))
  }
  return units
}

function actualUnits(steps: readonly PlanStep[], execution: ActiveExecution): Map<string, string> {
  const units = new Map<string, string>()
  for (const { key } of steps) {
    const node = execution.node(key)
    if (node?.kind === 'unit') units.set(key, node.status)
    else if (node?.copies === null) units.set(key, node.outcome ?? 'none')
    else for (const copy of node?.copies.values() ?? []) units.set(copy.key, copy.status)
  }
  return units
}

const keysThat = (units: ReadonlyMap<string, Expected>, ...outcomes: readonly Expected[]): string[] =>
  [...units].filter(([, outcome]) => outcomes.includes(outcome)).map(([key]) => key)

test('whatever the plan and whatever the order in which steps end, every step ends as the rules say', () => {
  fc.assert(
    fc.property(randomPlan, fc.infiniteStream(fc.nat()), (random, draws) => {
      const oracle = new ExecutionOracle(random)
      const { steps } = random.plan
      const walk = new Walk(random, oracle, (below) => (draws.next().value as number) % below).toTheEnd()
      const expected = expectedUnits(steps, oracle)
      expect(walk.execution.isComplete).toBe(true)
      expect(actualUnits(steps, walk.execution)).toEqual(expected)
      expect(walk.skipped.sort()).toEqual(keysThat(expected, 'skipped').sort())
      expect(walk.execution.failureCount).toBe(keysThat(expected, 'failed').length)
      const attempts = keysThat(expected, 'success', 'failed').map((key) => [key, 1 + random.fateOf(key).retries])
      expect([...walk.started].sort()).toEqual(attempts.sort())
    }),
    { numRuns: 1_500 },
  )
})

test('a run that reuses what another one made, wherever that stopped, ends as that one would have', () => {
  fc.assert(
    fc.property(randomPlan, fc.infiniteStream(fc.nat()), fc.nat(), (random, draws, share) => {
      const whole: RandomPlan = { ...random, selected: undefined }
      const oracle = new ExecutionOracle(whole)
      const { plan } = whole
      const first = new Walk(whole, oracle, (below) => (draws.next().value as number) % below).toTheEnd()
      const done = actualUnits(plan.steps, first.execution)
      const reused = new Map<string, StepOutputs>()
      const unitOf = (key: string): Unit | undefined => {
        const node = first.execution.node(key.split('[')[0] ?? '')
        return node?.kind === 'group' ? node.copies?.get(key.slice(key.indexOf('[') + 1, -1)) : node
      }
      // What is upstream of something that is reused is reused too, as a re-execution has it.
      const kept = new Set([...done.keys()].slice(0, share % (done.size + 1)))
      for (const [key, outcome] of done) {
        const unit = unitOf(key)
        if (outcome === 'success' && kept.has(key) && unit !== undefined) reused.set(key, unit.outputs)
      }
      const second = new ActiveExecution({ plan, reused })
      for (let unit = second.take(); unit !== undefined; unit = second.take()) {
        expect(reused.has(unit.key)).toBe(false)
        if (whole.fateOf(unit.key).fails) second.fail(unit)
        else second.succeed(unit, outputsOf(unit, whole))
      }
      expect(second.isComplete).toBe(true)
      expect(actualUnits(plan.steps, second)).toEqual(done)
    }),
    { numRuns: 500 },
  )
})

/** spread -> first (mapped) -> second (mapped, after first) -> last (collects), and a step that all copies share. */
function widePlan(): Plan {
  const step = (key: string, order: number, rest: Partial<PlanStep>): PlanStep => ({
    key,
    opName: key,
    order,
    mapOver: null,
    inputs: {},
    after: [],
    outs: { result: { required: true, dynamic: false, ioManager: 'default' } },
    tags: {},
    pool: null,
    codeVersion: null,
    timeoutSeconds: null,
    retry: null,
    ...rest,
  })
  const from = (source: string, take?: 'item' | 'all') => ({
    kind: 'output' as const,
    acceptsUndefined: false,
    from: { step: source, output: 'result', ...(take === undefined ? {} : { take }) },
  })
  const mapOver = { step: 'spread', output: 'result' }
  return {
    v: 1,
    jobName: 'wide',
    steps: [
      step('shared', 0, {}),
      step('spread', 1, { outs: { result: { required: true, dynamic: true, ioManager: 'default' } } }),
      step('first', 2, { mapOver, inputs: { x: from('spread', 'item'), y: from('shared') } }),
      step('second', 3, { mapOver, inputs: { x: from('first') }, after: ['first'] }),
      step('last', 4, { inputs: { xs: from('second', 'all') } }),
    ],
    outputs: {},
  }
}

/** How often the execution looks at a planned step or into a map, until all copies are through. */
function work(copies: number): { readonly taken: number; readonly looks: number } {
  let looks = 0
  const counted = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, key, receiver) {
        looks++
        return Reflect.get(target, key, receiver)
      },
    })
  const plan = widePlan()
  const lookUp = vi.spyOn(Map.prototype, 'get')
  const execution = new ActiveExecution({ plan: { ...plan, steps: plan.steps.map(counted) } })
  const items = new Map(Array.from({ length: copies }, (_, n) => [`k${n}`, storedAt(`${n}`)]))
  const one: StepOutputs = new Map([['result', { kind: 'one', stored: storedAt('x') }]])
  let taken = 0
  for (let unit = execution.take(); unit !== undefined; unit = execution.take()) {
    taken++
    execution.inputsOf(unit)
    execution.succeed(unit, unit.key === 'spread' ? new Map([['result', { kind: 'items', items }]]) : one)
  }
  const lookUps = lookUp.mock.calls.length
  lookUp.mockRestore()
  expect(execution.isComplete).toBe(true)
  return { taken, looks: looks + lookUps }
}

test('the work for a step does not grow with the number of steps: 20,000 copies cost ten times 2,000', () => {
  const small = work(2_000)
  const large = work(20_000)
  expect([small.taken, large.taken]).toEqual([4_003, 40_003])
  expect(large.looks / small.looks).toBeLessThan(10.01)
})
