import type { HandledOutput, StoredOutput } from '../definition/io-manager.ts'
import type { Metadata, MetadataInput } from '../definition/metadata.ts'
import type { OpDefinition, OutputDefinition } from '../definition/op-definition.ts'
import { parseWith } from '../definition/schema.ts'
import { describeValue } from '../definition/value-description.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { isRecord } from '../foundation/json.ts'
import { isName } from '../foundation/names.ts'
import { listed } from '../foundation/text.ts'
import type { AttemptJournal } from './attempt-journal.ts'
import { type AttemptServices, letOthersRun } from './attempt-services.ts'
import type { OutputState, StepOutputs, Unit } from './step-state.ts'
import { typeCheckError } from './type-check-error.ts'

export interface OutputStoring {
  readonly unit: Unit
  readonly op: OpDefinition
  readonly journal: AttemptJournal
  readonly services: AttemptServices
  readonly signal: AbortSignal
  /** What the op said of an output, or of one item of it. */
  readonly metadataOf: (output: string, mappingKey: string | undefined) => MetadataInput | undefined
}

interface OutputValue {
  readonly output: string
  readonly mappingKey?: string
  readonly value: unknown
}

/** Items stored between two pauses: small local files are written without ever leaving this thread. */
const ITEMS_BETWEEN_PAUSES = 256

const labelOf = ({ output, mappingKey }: OutputValue): string =>
  mappingKey === undefined ? `output "${output}"` : `item "${mappingKey}" of output "${output}"`

async function store(given: OutputValue, definition: OutputDefinition, storing: OutputStoring): Promise<StoredOutput> {
  const { unit, services, journal, signal } = storing
  const parsed =
    definition.schema === undefined
      ? ({ ok: true, value: given.value } as const)
      : await parseWith(definition.schema, given.value)
  if (!parsed.ok) throw typeCheckError({ stepKey: unit.key, what: labelOf(given), problems: parsed.problems })
  const name = { output: given.output, ...(given.mappingKey === undefined ? {} : { mappingKey: given.mappingKey }) }
  const metadata = await settledMetadata(given.output, given.mappingKey, storing)
  if (given.mappingKey === undefined || metadata !== undefined)
    journal.write('STEP_OUTPUT', { ...name, ...(metadata === undefined ? {} : { metadata }) })
  const ioManager = unit.step.outs[given.output]?.ioManager ?? ''
  const manager = await services.ioManager(ioManager)
  const { runId, jobName } = services.run
  // An attempt that has been given up stores nothing more, whether or not the I/O manager heeds the signal.
  signal.throwIfAborted()
  const handled = await manager.handleOutput(
    { runId, jobName, stepKey: unit.key, ...name, attempt: unit.attempts, signal },
    parsed.value,
  )
  const stored = await describeStored(handled, ioManager, metadata, storing)
  journal.write('HANDLED_OUTPUT', { ...name, stored, ...(definition.asset === undefined ? {} : { assetKey: definition.asset }) })
  if (given.mappingKey === undefined) materialize(given.output, definition, metadata, journal)
  return stored
}

async function settledMetadata(
  output: string,
  mappingKey: string | undefined,
  { metadataOf, journal }: OutputStoring,
): Promise<Metadata | undefined> {
  const said = metadataOf(output, mappingKey)
  return said === undefined ? undefined : journal.settle(said)
}

/** An output that is an asset has made a new version of it, with all that is known of it. */
function materialize(output: string, { asset }: OutputDefinition, metadata: Metadata | undefined, journal: AttemptJournal): void {
  if (asset === undefined) return
  journal.write('ASSET_MATERIALIZATION', { assetKey: asset, output, ...(metadata === undefined ? {} : { metadata }) })
}

/** What the op said of an output stays with it, wherever a later run reuses it; what its I/O manager adds stands below. */
async function describeStored(
  handled: HandledOutput,
  ioManager: string,
  said: Metadata | undefined,
  { services, unit, journal }: OutputStoring,
): Promise<StoredOutput> {
  const { metadata: added, ...rest } = handled
  const metadata = added === undefined ? said : { ...said, ...(await journal.settle(added)), ...said }
  return {
    ...rest,
    ...(metadata === undefined ? {} : { metadata }),
    ioManager,
    hostId: services.hostId,
    originRunId: services.run.runId,
    originAttempt: unit.attempts,
  }
}

type Item = { readonly key: unknown; readonly value: unknown }

/** The items of a dynamic output as `run` gave them: a Map, or any iterable of `{ key, value }`. */
async function* itemsOf(value: unknown, invalid: (what: string) => FrameworkError): AsyncGenerator<Item> {
  if (value instanceof Map) {
    for (const [key, item] of value) yield { key, value: item }
    return
  }
  const iterable = typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  if (!iterable) throw invalid(`is ${describeValue(value)}, neither a Map nor an iterable of { key, value }`)
  for await (const item of value as AsyncIterable<unknown> | Iterable<unknown>) {
    if (!isRecord(item) || !('key' in item)) throw invalid(`has an item that is ${describeValue(item)}, not { key, value }`)
    yield { key: item['key'], value: item['value'] }
  }
}

async function storeItems(output: string, value: unknown, storing: OutputStoring): Promise<OutputState> {
  const { unit, op, services, journal } = storing
  const definition = op.outs[output] as OutputDefinition
  const items = new Map<string, StoredOutput>()
  const seen = new Set<string>()
  const fault = (code: string, what: string): FrameworkError =>
    new FrameworkError(code, { message: `Step "${unit.key}": dynamic output "${output}" ${what}.` })
  for await (const item of itemsOf(value, (what) => fault('INVALID_OUTPUT', what))) {
    if (!isName(item.key))
      throw fault(
        'INVALID_MAPPING_KEY',
        `has ${describeValue(item.key)} as a key; keys are made of A-Z a-z 0-9 _ and at most 200 long`,
      )
    if (seen.has(item.key.toLowerCase()))
      throw fault('DUPLICATE_MAPPING_KEY', `has the key "${item.key}" twice (keys that differ only by case are the same)`)
    seen.add(item.key.toLowerCase())
    items.set(item.key, await store({ output, mappingKey: item.key, value: item.value }, definition, storing))
    if (items.size % ITEMS_BETWEEN_PAUSES === 0) await letOthersRun(services)
  }
  const metadata = await settledMetadata(output, undefined, storing)
  if (metadata !== undefined) journal.write('STEP_OUTPUT', { output, metadata })
  materialize(output, definition, metadata, journal)
  return { kind: 'items', items }
}

/** What `run` gave back, by output name. */
function byOutput(returned: unknown, { unit, op }: OutputStoring): Readonly<Record<string, unknown>> {
  if (!op.returnsRecord) return { result: returned }
  if (!isRecord(returned)) {
    throw new FrameworkError('INVALID_OUTPUT', {
      message: `Step "${unit.key}": an op with named outputs returns an object with ${listed(Object.keys(op.outs))}; it returned ${describeValue(returned)}.`,
    })
  }
  const unknown = Object.keys(returned).filter((name) => !Object.hasOwn(op.outs, name))
  if (unknown.length > 0) {
    throw new FrameworkError('UNKNOWN_OUTPUT', {
      message: `Step "${unit.key}" returned ${listed(unknown)}, but op "${op.name}" has only the outputs ${listed(Object.keys(op.outs))}.`,
    })
  }
  return returned
}

/**
 * Checks what an op returned and stores it, output by output.
 * @throws FrameworkError TYPE_CHECK_FAILED, MISSING_OUTPUT, UNKNOWN_OUTPUT, INVALID_OUTPUT, INVALID_MAPPING_KEY, DUPLICATE_MAPPING_KEY, and whatever an I/O manager throws
 */
export async function storeOutputs(returned: unknown, storing: OutputStoring): Promise<StepOutputs> {
  const { unit, op } = storing
  const values = byOutput(returned, storing)
  const outputs = new Map<string, OutputState>()
  for (const [output, definition] of Object.entries(op.outs)) {
    const value = values[output]
    if (value === undefined && !definition.required) continue
    if (value === undefined && op.returnsRecord && !Object.hasOwn(values, output)) {
      throw new FrameworkError('MISSING_OUTPUT', {
        message: `Step "${unit.key}" did not return its output "${output}". Return it, or declare it with { required: false }.`,
      })
    }
    if (definition.dynamic) outputs.set(output, await storeItems(output, value, storing))
    else outputs.set(output, { kind: 'one', stored: await store({ output, value }, definition, storing) })
  }
  return outputs
}
