import type { LogLevel } from '../definition/context.ts'
import type { Metadata, MetadataInput } from '../definition/metadata.ts'
import { newEvent } from '../event/new-event.ts'
import type { EventPayloads, RunEvent, RunEventType } from '../event/run-event.ts'
import { isRecord, type JsonObject } from '../foundation/json.ts'
import { safeJson } from '../foundation/safe-json.ts'
import { safeText } from '../foundation/text.ts'
import type { AttemptLimits, AttemptPlace, AttemptServices } from './attempt-services.ts'
import { settleMetadata } from './settle-metadata.ts'

/** In UTF-16 units. */
const LONGEST_LOG_MESSAGE = 16 * 1024
const LONGEST_LOG_FIELDS = 16 * 1024

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

  /** A LOG event; over the limit, or after the attempt, a line of the captured log. */
  log(level: LogLevel, message: string, fields?: JsonObject): void {
    const text = safeText(String(message), LONGEST_LOG_MESSAGE)
    const safeFields = fields === undefined ? undefined : safeJson(fields)
    const shown = safeFields === undefined ? '' : JSON.stringify(safeFields)
    if (!this.#mayLog()) this.#spill(level, text, shown)
    else if (shown.length <= LONGEST_LOG_FIELDS) {
      this.write('LOG', { level, message: text, ...(isRecord(safeFields) ? { fields: safeFields as JsonObject } : {}) })
    } else {
      this.#spill(level, text, shown)
      this.write('LOG', { level, message: `${text} (its fields, ${shown.length} characters, are in the captured stderr only)` })
    }
  }

  /** A LOG event with metadata, under the same limit. */
  logWithMetadata(message: string, metadata: MetadataInput): void {
    const text = safeText(String(message), LONGEST_LOG_MESSAGE)
    if (this.#mayLog()) this.#writeSettled(metadata, (settled) => this.write('LOG', { level: 'info', message: text, ...settled }))
    else this.#spill('info', text, JSON.stringify(safeJson(metadata)))
  }

  materialize(assetKey: string, said: { readonly message?: string; readonly metadata?: MetadataInput }): void {
    const named = {
      assetKey: safeText(String(assetKey), LONGEST_LOG_MESSAGE),
      ...(said.message === undefined ? {} : { message: safeText(String(said.message), LONGEST_LOG_MESSAGE) }),
    }
    this.#writeSettled(said.metadata ?? {}, (settled) => this.write('ASSET_MATERIALIZATION', { ...named, ...settled }))
  }

  /** @throws FrameworkError INVALID_METADATA, and whatever storing an attachment throws */
  settle(input: MetadataInput): Promise<Metadata> {
    return settleMetadata(input, (attachment) => this.#services.storeAttachment(attachment))
  }

  /** Writes an event once its metadata is settled; {@link flush} waits for it. Without metadata it is written at once. */
  #writeSettled(input: MetadataInput, write: (settled: { readonly metadata?: Metadata }) => void): void {
    if (Object.keys(input).length === 0) {
      write({})
      return
    }
    const writing = this.settle(input).then((metadata) => write({ metadata }))
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

  #mayLog(): boolean {
    if (this.#closed) return false
    this.#logged++
    if (this.#logged === this.#limits.logEvents + 1) {
      const message = `"${this.#place.stepKey}" has logged more than ${this.#limits.logEvents} messages in this attempt; the rest is in its captured stderr only.`
      this.write('ENGINE_EVENT', { level: 'warn', message })
    }
    return this.#logged <= this.#limits.logEvents
  }

  #spill(level: LogLevel, text: string, fields: string): void {
    this.#services.spillLog(this.#place, `[${level}] ${text}${fields === '' ? '' : ` ${fields}`}`)
  }
}
