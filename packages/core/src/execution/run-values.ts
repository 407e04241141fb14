import type { AnyOp } from '../definition/op.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { listed } from '../foundation/text.ts'
import type { PlanSource, StepKey } from '../plan/plan.ts'
import { splitStepKey } from '../plan/plan.ts'
import { ActiveExecution } from './active-execution.ts'
import type { InProcessRun } from './in-process-run.ts'
import { type InputState, inputState, type LoadSource } from './input-state.ts'
import { outputsFromLog } from './outputs-by-step.ts'
import type { OutputState, StepOutputs } from './step-state.ts'

/** A value, or what kept it from being loaded: some I/O managers only write. */
type Loaded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

/** What a run in process has put out, read back through its I/O managers. */
export interface RunValues {
  outputOf(op: AnyOp): unknown
  outputsOf(op: AnyOp): ReadonlyMap<StepKey, unknown>
  /** What the job returned, by output name. */
  jobOutputs(): Promise<Readonly<Record<string, unknown>>>
}

class ValueReader {
  readonly #run: InProcessRun

  constructor(run: InProcessRun) {
    this.#run = run
  }

  async load({ stepKey, output, mappingKey, stored }: LoadSource): Promise<unknown> {
    const manager = await this.#run.ioManager(stored.ioManager)
    const upstream = { stepKey, output, stored, ...(mappingKey === undefined ? {} : { mappingKey }) }
    return manager.loadInput({ runId: this.#run.runId, stepKey, upstream, signal: new AbortController().signal })
  }

  async loadState(stepKey: StepKey, output: string, state: OutputState): Promise<unknown> {
    if (state.kind === 'one') return this.load({ stepKey, output, stored: state.stored })
    const values = new Map<string, unknown>()
    for (const [mappingKey, stored] of state.items)
      values.set(mappingKey, await this.load({ stepKey, output, mappingKey, stored }))
    return values
  }

  async loadInputState(state: InputState): Promise<unknown> {
    if (state.kind === 'one') return this.load(state.source)
    if (state.kind !== 'list') return undefined
    return Promise.all(
      state.sources.map((source) => ('length' in source ? Promise.all(source.map((one) => this.load(one))) : this.load(source))),
    )
  }

  /** A step's value where its only output is `result`, else its values by output name. */
  async loadStep(stepKey: StepKey, outputs: StepOutputs, names: readonly string[]): Promise<Loaded> {
    try {
      const values: Record<string, unknown> = {}
      for (const name of names) {
        const state = outputs.get(name)
        values[name] = state === undefined ? undefined : await this.loadState(stepKey, name, state)
      }
      return { ok: true, value: names.length === 1 && names[0] === 'result' ? values['result'] : values }
    } catch (error) {
      return { ok: false, error }
    }
  }
}

/** A job's output: a value, a list, or the values of all items by mapping key. */
async function readSource(source: PlanSource, execution: ActiveExecution, reader: ValueReader): Promise<unknown> {
  const node = execution.node(source.step)
  if (node === undefined || source.take === 'all') {
    const input = { kind: 'output', acceptsUndefined: true, from: source } as const
    return reader.loadInputState(inputState(input, null, (key) => execution.node(key)))
  }
  if (node.kind === 'unit') {
    const state = node.outputs.get(source.output)
    return state === undefined ? undefined : reader.loadState(node.key, source.output, state)
  }
  if (node.copies === null) return undefined
  const values = new Map<string, unknown>()
  for (const [mappingKey, copy] of node.copies) {
    const state = copy.outputs.get(source.output)
    if (state !== undefined) values.set(mappingKey, await reader.loadState(copy.key, source.output, state))
  }
  return values
}

/** Reads back everything that the run's steps have put out. */
export async function readRunValues(run: InProcessRun): Promise<RunValues> {
  const { plan, bindings } = run.planned
  const outputs = outputsFromLog(run.runId, run.events)
  const reader = new ValueReader(run)
  const loaded = new Map<StepKey, Loaded>()
  for (const [key, step] of outputs) {
    const names = Object.keys(bindings.get(splitStepKey(key).key)?.op.outs ?? {})
    loaded.set(key, await reader.loadStep(key, step, names))
  }
  const isUseOf = (op: AnyOp, key: StepKey): boolean => {
    const planned = splitStepKey(key).key
    if (bindings.get(planned)?.op !== op.definition) return false
    // Under its own name an op means all its uses, under an alias those with the alias.
    return op.name === op.definition.name || planned.slice(planned.lastIndexOf('.') + 1) === op.name
  }
  const keysOf = (op: AnyOp): readonly StepKey[] => [...loaded.keys()].filter((key) => isUseOf(op, key))
  const valueAt = (key: StepKey): unknown => {
    const value = loaded.get(key)
    if (value?.ok === false) throw value.error
    return value?.value
  }
  return {
    outputsOf: (op) => new Map(keysOf(op).map((key) => [key, valueAt(key)])),
    outputOf(op) {
      const keys = keysOf(op)
      const [key] = keys
      if (key !== undefined && keys.length === 1) return valueAt(key)
      throw key === undefined
        ? noOutput(
            op,
            plan.steps.map((step) => step.key).filter((known) => isUseOf(op, known)),
          )
        : severalOutputs(op, keys)
    },
    async jobOutputs() {
      // As a run in which everything is there already: what is not was skipped, failed or left out. Mapped steps without a copy have run.
      const mapped = new Set(plan.steps.flatMap(({ key, mapOver }) => (mapOver === null ? [] : [key])))
      const execution = new ActiveExecution({ plan, reused: outputs, selected: mapped })
      const values: Record<string, unknown> = {}
      for (const [name, source] of Object.entries(plan.outputs)) values[name] = await readSource(source, execution, reader)
      return values
    },
  }
}

const noOutput = ({ name }: AnyOp, uses: readonly StepKey[]): FrameworkError =>
  new FrameworkError('NO_OUTPUT', {
    message:
      uses.length === 0
        ? `The job has no step of op "${name}".`
        : `No step of op "${name}" has succeeded; ${listed(uses)} failed or did not run.`,
    details: { op: name },
  })

const severalOutputs = ({ name }: AnyOp, keys: readonly StepKey[]): FrameworkError =>
  new FrameworkError('SEVERAL_OUTPUTS', {
    message: `Op "${name}" has ${keys.length} steps in this run: ${listed(keys.slice(0, 5))}${keys.length > 5 ? ' and more' : ''}. Use outputsOf() for all of them, or the alias of one.`,
    details: { op: name },
  })
