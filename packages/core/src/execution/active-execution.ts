import type { Plan, PlanStep, StepKey } from '../plan/plan.ts'
import { mappedKey, upstreamKeys } from '../plan/plan.ts'
import { followsByKey } from './follows-by-key.ts'
import { type InputState, inputState, reasonToSkip } from './input-state.ts'
import { type Group, NO_OUTPUTS, type StepOutcome, type StepOutputs, type Unit } from './step-state.ts'

export interface ExecutionStart {
  readonly plan: Plan
  /** Plan keys of the steps to execute, or the keys of single copies of mapped ones; absent: all of them. */
  readonly selected?: ReadonlySet<StepKey>
  /** Steps (copies of mapped ones too) that are not executed because their outputs are there already. */
  readonly reused?: ReadonlyMap<StepKey, StepOutputs>
}

/** A step that will not run, and why. */
export interface SkippedStep {
  readonly key: StepKey
  readonly step: PlanStep
  readonly reason: string
}

/**
 * Where every step of a run stands and which may start, without clock, chance, storage or user code.
 *
 *   waiting ──everything upstream has ended──▶ ready ──taken──▶ running ──▶ success | failed
 *      │                                         ▲                 └──retry decided──▶ up-for-retry
 *      │                                         └───────────────its time has come──────────┘
 *      ├──an input it needs was skipped or left out──▶ skipped
 *      └──something it needs failed or was blocked──▶ blocked (never started, no event)
 *
 * A mapped step is a group of copies: nothing until the dynamic output is there, then one unit for each item; it has ended when
 * all of them have. Every transition costs O(1) and O(steps it wakes): steps count down what they wait for and are never searched.
 */
export class ActiveExecution {
  readonly #nodes: Map<StepKey, Unit | Group> = new Map()
  readonly #downstream: Map<StepKey, PlanStep[]> = new Map()
  readonly #reused: ReadonlyMap<StepKey, StepOutputs>
  readonly #selected: ReadonlySet<StepKey> | undefined
  readonly #ready: Unit[] = []
  #readyHead = 0
  #skipped: SkippedStep[] = []
  /** Planned steps that have not ended; a group counts once. */
  #open: number
  readonly #ended: (Unit | Group)[] = []
  #failures = 0

  constructor(start: ExecutionStart) {
    this.#reused = start.reused ?? new Map()
    this.#selected = start.selected
    this.#open = start.plan.steps.length
    for (const step of start.plan.steps) this.#addStep(step)
    for (const step of start.plan.steps) {
      const node = this.#nodes.get(step.key)
      if (node?.kind === 'unit' && node.waitingFor === 0 && node.status === 'waiting') this.#settle(node)
    }
    this.#spread()
  }

  /** True when no step can run, wait or be retried any more. */
  get isComplete(): boolean {
    return this.#open === 0
  }

  get hasReady(): boolean {
    return this.#readyHead < this.#ready.length
  }

  /** Steps that failed for good. */
  get failureCount(): number {
    return this.#failures
  }

  /** The next step that may start, in the order they became ready; it is running from now on. */
  take(): Unit | undefined {
    const unit = this.#ready[this.#readyHead]
    if (unit === undefined) return undefined
    this.#readyHead++
    if (this.#readyHead === this.#ready.length) {
      this.#ready.length = 0
      this.#readyHead = 0
    }
    unit.status = 'running'
    unit.attempts++
    return unit
  }

  /** Steps skipped since the last call. */
  takeSkipped(): readonly SkippedStep[] {
    const skipped = this.#skipped
    this.#skipped = []
    return skipped
  }

  /** What the inputs of a step that was taken come from. */
  inputsOf(unit: Unit): Readonly<Record<string, InputState>> {
    return Object.fromEntries(
      Object.entries(unit.step.inputs).map(([name, input]) => [
        name,
        inputState(input, unit.mappingKey, (key) => this.#nodes.get(key)),
      ]),
    )
  }

  /** A planned step's unit or group, for reading a finished execution. */
  node(key: StepKey): Unit | Group | undefined {
    return this.#nodes.get(key)
  }

  succeed(unit: Unit, outputs: StepOutputs): void {
    unit.outputs = outputs
    this.#end(unit, 'success')
    this.#spread()
  }

  fail(unit: Unit): void {
    this.#failures++
    this.#end(unit, 'failed')
    this.#spread()
  }

  waitForRetry(unit: Unit): void {
    unit.status = 'up-for-retry'
  }

  /** A step whose retry is due; also how every step becomes ready. */
  makeReady(unit: Unit): void {
    unit.status = 'ready'
    this.#ready.push(unit)
  }

  #addStep(step: PlanStep): void {
    const upstream = upstreamKeys(step)
    for (const key of upstream) {
      const steps = this.#downstream.get(key)
      if (steps === undefined) this.#downstream.set(key, [step])
      else steps.push(step)
    }
    if (step.mapOver !== null) {
      this.#nodes.set(step.key, { kind: 'group', step, copies: null, pending: 0, failures: 0, outcome: null, told: false })
      return
    }
    const unit = this.#addUnit(step, null, upstream.length)
    this.#nodes.set(step.key, unit)
  }

  /** Adds a unit, which has ended already where it is reused or not selected. */
  #addUnit(step: PlanStep, mappingKey: string | null, waitingFor: number): Unit {
    const key = mappingKey === null ? step.key : mappedKey(step.key, mappingKey)
    const unit: Unit = {
      kind: 'unit',
      key,
      step,
      mappingKey,
      status: 'waiting',
      waitingFor,
      attempts: 0,
      outputs: NO_OUTPUTS,
      told: false,
    }
    const reused = this.#reused.get(key)
    if (reused !== undefined) {
      unit.outputs = reused
      this.#end(unit, 'success')
    } else if (!this.#isSelected(unit)) this.#end(unit, 'omitted')
    return unit
  }

  #isSelected({ key, step }: Unit): boolean {
    return this.#isInRun(step) || this.#selected?.has(key) === true
  }

  /** Whether a step as a whole is selected. */
  #isInRun({ key }: PlanStep): boolean {
    return this.#selected === undefined || this.#selected.has(key)
  }

  #end(unit: Unit, outcome: StepOutcome): void {
    unit.status = outcome
    this.#ended.push(unit)
  }

  /** Tells those downstream of everything that has ended, until nothing more ends by it; a loop, since chains can be long. */
  #spread(): void {
    for (let node = this.#ended.pop(); node !== undefined; node = this.#ended.pop()) {
      node.told = true
      if (node.kind === 'unit' && node.mappingKey !== null) this.#copyEnded(node, node.mappingKey)
      else this.#stepEnded(node)
    }
  }

  #copyEnded(copy: Unit, mappingKey: string): void {
    for (const step of this.#downstream.get(copy.step.key) ?? []) {
      if (!followsByKey(step, copy.step)) continue
      const node = this.#nodes.get(step.key)
      const follower = node?.kind === 'group' ? node.copies?.get(mappingKey) : undefined
      if (follower !== undefined) this.#countDown(follower)
    }
    const group = this.#nodes.get(copy.step.key)
    if (group?.kind !== 'group') return
    if (hasFailed(copy)) group.failures++
    group.pending--
    if (group.pending === 0) this.#endGroup(group, 'success')
  }

  #endGroup(group: Group, outcome: StepOutcome): void {
    group.outcome = outcome
    this.#ended.push(group)
  }

  #stepEnded(ended: Unit | Group): void {
    this.#open--
    for (const step of this.#downstream.get(ended.step.key) ?? []) {
      const node = this.#nodes.get(step.key)
      if (node === undefined) continue
      if (node.kind === 'unit') this.#countDown(node)
      else if (ended.kind === 'unit' && step.mapOver?.step === ended.step.key) this.#expand(node, ended)
      else if (!followsByKey(step, ended.step)) {
        for (const copy of node.copies?.values() ?? []) this.#countDown(copy)
      }
    }
  }

  #expand(group: Group, producer: Unit): void {
    const { step } = group
    const state = producer.outputs.get(step.mapOver?.output ?? '')
    // All copies of none are an empty list; but a step that was not selected gives nothing, whatever there is to map over.
    const isOut = producer.status === 'omitted' || !this.#isInRun(step)
    if (state?.kind === 'items' && (state.items.size > 0 || !isOut)) {
      this.#addCopies(group, producer, state.items.keys())
      return
    }
    const outcome = isOut ? 'omitted' : hasFailed(producer) ? 'blocked' : 'skipped'
    if (outcome === 'skipped') {
      this.#skipped.push({ key: step.key, step, reason: `"${producer.key}" gave no output "${step.mapOver?.output}".` })
    }
    this.#endGroup(group, outcome)
  }

  #addCopies(group: Group, producer: Unit, mappingKeys: Iterable<string>): void {
    const copies = new Map<string, Unit>()
    group.copies = copies
    const shared = upstreamKeys(group.step).filter((key) => key !== producer.step.key)
    const waitingFor = shared.filter((key) => !this.#hasTold(group.step, key)).length
    for (const mappingKey of mappingKeys) {
      copies.set(mappingKey, this.#addUnit(group.step, mappingKey, waitingFor))
    }
    group.pending = copies.size
    if (copies.size === 0) this.#endGroup(group, 'success')
    for (const copy of copies.values()) if (copy.waitingFor === 0 && copy.status === 'waiting') this.#settle(copy)
  }

  /** Whether a new copy need not wait for one of its upstream steps: what has not been told yet will count it down. */
  #hasTold(step: PlanStep, upstream: StepKey): boolean {
    const node = this.#nodes.get(upstream)
    if (node === undefined) return true
    // Copies over the same items are made at the same time, so none of those it follows has told anything.
    return node.told && !(node.kind === 'group' && followsByKey(step, node.step))
  }

  #countDown(unit: Unit): void {
    unit.waitingFor--
    if (unit.waitingFor === 0 && unit.status === 'waiting') this.#settle(unit)
  }

  /** Everything upstream has ended: the step is ready, or will never run. */
  #settle(unit: Unit): void {
    const reason = reasonToSkip(unit.step.inputs, unit.mappingKey, (key) => this.#nodes.get(key))
    if (this.#isBlocked(unit)) this.#end(unit, 'blocked')
    else if (reason !== undefined) {
      this.#skipped.push({ key: unit.key, step: unit.step, reason })
      this.#end(unit, 'skipped')
    } else this.makeReady(unit)
  }

  #isBlocked(unit: Unit): boolean {
    return upstreamKeys(unit.step).some((key) => {
      const node = this.#nodes.get(key)
      if (node === undefined) return false
      if (node.kind === 'unit') return hasFailed(node)
      const copy = unit.mappingKey !== null && followsByKey(unit.step, node.step) ? node.copies?.get(unit.mappingKey) : undefined
      return copy === undefined ? node.outcome === 'blocked' || node.failures > 0 : hasFailed(copy)
    })
  }
}

const hasFailed = (unit: Unit): boolean => unit.status === 'failed' || unit.status === 'blocked'
