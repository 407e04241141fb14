import type { LogLevel } from '../definition/context.ts'
import { METADATA_INLINE_LIMIT_BYTES, type Metadata, type MetadataInput, type MetadataValue } from '../definition/metadata.ts'
import { newEvent } from '../event/new-event.ts'
import type { EventPayloads, RunEvent, RunEventType } from '../event/run-event.ts'
import type { JsonObject } from '../foundation/json.ts'
import { safeText } from '../foundation/text.ts'
import type { AttemptLimits, AttemptPlace, AttemptServices } from './attempt-services.ts'

const LONGEST_LOG_MESSAGE = 16 * 1024

function metadataValue(value: MetadataValue | string | number | boolean): MetadataValue {
  if (typeof value === 'string') return { kind: 'text', value: safeText(value, Number.MAX_SAFE_INTEGER) }
  if (typeof value === 'number')
    return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'text', value: String(value) }
  return typeof value === 'boolean' ? { kind: 'boolean', value } : value
}

function contentOf(value: Exclude<MetadataValue, { kind: 'attachment' }>): {
  readonly mediaType: string
  readonly content: string
} {
  if (value.kind === 'image' || value.kind === 'plot') return { mediaType: value.mediaType, content: value.value }
  if (value.kind === 'table')
    return { mediaType: 'application/json', content: JSON.stringify({ columns: value.columns, rows: value.rows }) }
  if (typeof value.value === 'string') return { mediaType: 'text/plain', content: value.value }
  return { mediaType: 'application/json', content: JSON.stringify(value.value) }
}

/** Writes the events of one attempt: in order, safe to store, and none after the attempt is over. */
export class AttemptJournal {
  readonly #place: AttemptPlace
  readonly #services: AttemptServices
  readonly #limits: AttemptLimits
  readonly #push: (event: RunEvent) => void
  readonly #pending: Promise<void>[] = []
  #logged = 0
  #closed = false

  constructor(
    place: AttemptPlace,
    context: { services: AttemptServices; limits: AttemptLimits; push: (event: RunEvent) => void },
  ) {
    this.#place = place
    this.#services = context.services
    this.#limits = context.limits
    this.#push = context.push
  }

  write<Type extends RunEventType>(type: Type, payload: EventPayloads[Type]): void {
    if (!this.#closed) this.#push(newEvent(type, { at: this.#services.clock.now(), payload, ...this.#place }))
  }

  log(level: LogLevel, message: string, fields?: JsonObject): void {
    const text = safeText(String(message), LONGEST_LOG_MESSAGE)
    if (this.#closed || ++this.#logged > this.#limits.logEvents) {
      if (this.#logged === this.#limits.logEvents + 1) this.#sayLimit()
      this.#services.spillLog(this.#place, `[${level}] ${text}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`)
      return
    }
    this.write('LOG', { level, message: text, ...(fields === undefined ? {} : { fields }) })
  }

  /** Metadata as an event holds it: what is large goes to an attachment. */
  async settle(input: MetadataInput): Promise<Metadata> {
    const settled: Record<string, MetadataValue> = {}
    for (const [label, given] of Object.entries(input)) {
      const value = metadataValue(given)
      if (value.kind === 'attachment' || JSON.stringify(value).length <= METADATA_INLINE_LIMIT_BYTES) settled[label] = value
      else {
        const content = contentOf(value)
        const stored = await this.#services.storeAttachment({ kind: value.kind, ...content })
        settled[label] = { kind: 'attachment', of: value.kind, mediaType: content.mediaType, ...stored }
      }
    }
    return settled
  }

  /** Writes an event once its metadata is settled; {@link flush} waits for it. */
  writeWithMetadata<Type extends 'LOG' | 'ASSET_MATERIALIZATION'>(
    type: Type,
    payload: EventPayloads[Type],
    metadata: MetadataInput,
  ): void {
    const writing = this.settle(metadata).then((settled) => this.write(type, { ...payload, metadata: settled }))
    this.#pending.push(writing)
    // Without this, a failure before flush() would count as unhandled.
    writing.catch(() => undefined)
  }

  /** @throws what kept metadata from being stored */
  async flush(): Promise<void> {
    if (this.#pending.length > 0) await Promise.all(this.#pending.splice(0))
  }

  close(): void {
    this.#closed = true
  }

  #sayLimit(): void {
    const message = `"${this.#place.stepKey}" has logged more than ${this.#limits.logEvents} messages in this attempt; the rest is in its captured stderr only.`
    this.write('ENGINE_EVENT', { level: 'warn', message })
  }
}
