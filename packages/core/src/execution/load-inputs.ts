import type { IOManager } from '../definition/io-manager.ts'
import { parseWith } from '../definition/schema.ts'
import { isFrameworkError } from '../foundation/errors.ts'
import type { AttemptJournal } from './attempt-journal.ts'
import { type AttemptServices, letOthersRun } from './attempt-services.ts'
import type { InputState, LoadSource } from './input-state.ts'
import type { Unit } from './step-state.ts'
import { typeCheckError } from './type-check-error.ts'

export interface InputLoading {
  readonly unit: Unit
  readonly op: { readonly ins: Readonly<Record<string, { readonly schema: Parameters<typeof parseWith>[0] }>> }
  readonly inputs: Readonly<Record<string, InputState>>
  readonly journal: AttemptJournal
  readonly services: AttemptServices
  readonly signal: AbortSignal
}

/** Loads in flight for one list: enough to hide latency, few enough to bound memory and open files. */
const LOADS_AT_ONCE = 32

async function load(source: LoadSource, input: string, loading: InputLoading): Promise<unknown> {
  const { services, unit, signal } = loading
  const manager: IOManager = await services.ioManager(source.stored.ioManager)
  const { stepKey, output, mappingKey, stored } = source
  try {
    return await manager.loadInput({
      runId: services.run.runId,
      stepKey: unit.key,
      input,
      upstream: { stepKey, output, stored, ...(mappingKey === undefined ? {} : { mappingKey }) },
      signal,
    })
  } catch (error) {
    if (isFrameworkError(error, 'OUTPUT_LOST')) recordLoss(source, error, loading.journal)
    throw error
  }
}

function recordLoss(source: LoadSource, error: Error, journal: AttemptJournal): void {
  journal.write('OUTPUT_LOST', {
    upstreamStepKey: source.stepKey,
    output: source.output,
    ...(source.mappingKey === undefined ? {} : { mappingKey: source.mappingKey }),
    originRunId: source.stored.originRunId,
    location: source.stored.location,
    message: error.message,
  })
}

function firstSource(sources: readonly (LoadSource | readonly LoadSource[])[]): LoadSource | undefined {
  const [first] = sources
  return first === undefined || !('length' in first) ? first : first[0]
}

async function loadList(
  sources: readonly (LoadSource | readonly LoadSource[])[],
  input: string,
  loading: InputLoading,
): Promise<unknown[]> {
  const values: unknown[] = []
  for (let from = 0; from < sources.length; from += LOADS_AT_ONCE) {
    // Small local files load without ever leaving this thread: let timers and sockets have their turn.
    if (from > 0 && from % (LOADS_AT_ONCE * 8) === 0) await letOthersRun(loading.services)
    const part = sources.slice(from, from + LOADS_AT_ONCE)
    values.push(
      ...(await Promise.all(
        part.map((source) => ('length' in source ? loadList(source, input, loading) : load(source, input, loading))),
      )),
    )
  }
  return values
}

async function loadInput(input: string, state: InputState, loading: InputLoading): Promise<unknown> {
  if (state.kind === 'absent') return undefined
  if (state.kind === 'config') return loading.services.literalInput(state.path)
  const first = state.kind === 'one' ? state.source : firstSource(state.sources)
  const value = state.kind === 'one' ? await load(state.source, input, loading) : await loadList(state.sources, input, loading)
  if (first !== undefined) {
    loading.journal.write('LOADED_INPUT', {
      input,
      ioManager: first.stored.ioManager,
      upstreamStepKey: first.stepKey,
      upstreamOutput: first.output,
      ...(first.mappingKey === undefined ? {} : { upstreamMappingKey: first.mappingKey }),
    })
  }
  return value
}

/**
 * Loads and checks every input of a step that gets one.
 * @throws FrameworkError TYPE_CHECK_FAILED, OUTPUT_LOST, UNKNOWN_IO_MANAGER, and whatever an I/O manager throws
 */
export async function loadInputs(loading: InputLoading): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {}
  for (const [input, definition] of Object.entries(loading.op.ins)) {
    const state = loading.inputs[input]
    const loaded = state === undefined ? undefined : await loadInput(input, state, loading)
    const parsed = await parseWith(definition.schema, loaded)
    if (!parsed.ok) throw typeCheckError({ stepKey: loading.unit.key, what: `input "${input}"`, problems: parsed.problems })
    values[input] = parsed.value
    loading.journal.write('STEP_INPUT', { input, ...(state?.kind === 'list' ? { count: state.sources.length } : {}) })
  }
  return values
}
