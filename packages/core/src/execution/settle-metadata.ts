import {
  METADATA_INLINE_LIMIT_BYTES,
  type Metadata,
  type MetadataInput,
  type MetadataKind,
  type MetadataValue,
} from '../definition/metadata.ts'
import { describeValue } from '../definition/value-description.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { isRecord, type JsonValue } from '../foundation/json.ts'
import { safeJson } from '../foundation/safe-json.ts'
import { listed, safeText } from '../foundation/text.ts'
import type { Attachment, AttemptServices } from './attempt-services.ts'

type InlineValue = Exclude<MetadataValue, { kind: 'attachment' }>

const KINDS: Readonly<Record<MetadataKind, true>> = {
  text: true,
  url: true,
  path: true,
  markdown: true,
  number: true,
  timestamp: true,
  boolean: true,
  json: true,
  table: true,
  image: true,
  plot: true,
}

function invalid(label: string, value: unknown): FrameworkError {
  const kind = isRecord(value) && typeof value['kind'] === 'string' ? ` of the unknown kind "${safeText(value['kind'], 40)}"` : ''
  return new FrameworkError('INVALID_METADATA', {
    message: `Metadata "${safeText(label, 200)}" is ${describeValue(value)}${kind}. Give a text, a number, a boolean, or what metadata.json(…) and its like make; the kinds are ${listed(Object.keys(KINDS))}.`,
    details: { label },
  })
}

/** A value of a known kind whose text every database takes. */
function inlineValue(label: string, given: unknown): InlineValue {
  if (typeof given === 'string') return { kind: 'text', value: safeText(given, Number.MAX_SAFE_INTEGER) }
  if (typeof given === 'number')
    return Number.isFinite(given) ? { kind: 'number', value: given } : { kind: 'text', value: String(given) }
  if (typeof given === 'boolean') return { kind: 'boolean', value: given }
  if (!isRecord(given) || typeof given['kind'] !== 'string' || !Object.hasOwn(KINDS, given['kind'])) throw invalid(label, given)
  const value: JsonValue = safeJson(given)
  return value as unknown as InlineValue
}

function contentOf(value: InlineValue): Pick<Attachment, 'mediaType' | 'content'> {
  if (value.kind === 'image' || value.kind === 'plot') return { mediaType: value.mediaType, content: value.value }
  if (value.kind === 'table')
    return { mediaType: 'application/json', content: JSON.stringify({ columns: value.columns, rows: value.rows }) }
  if (typeof value.value === 'string') return { mediaType: 'text/plain', content: value.value }
  return { mediaType: 'application/json', content: JSON.stringify(value.value) }
}

function isLarge(value: InlineValue): boolean {
  const json = JSON.stringify(value)
  // No UTF-16 unit takes more than three bytes of UTF-8, none less than one.
  if (json.length * 3 <= METADATA_INLINE_LIMIT_BYTES) return false
  return json.length > METADATA_INLINE_LIMIT_BYTES || new TextEncoder().encode(json).length > METADATA_INLINE_LIMIT_BYTES
}

/**
 * Metadata as an event holds it: what is large goes to an attachment; a label with `undefined` is left out.
 * @throws FrameworkError INVALID_METADATA, and whatever storing an attachment throws
 */
export async function settleMetadata(
  input: MetadataInput,
  storeAttachment: AttemptServices['storeAttachment'],
): Promise<Metadata> {
  const settled: Record<string, MetadataValue> = {}
  for (const [label, given] of Object.entries(input)) {
    if (given === undefined) continue
    const value = inlineValue(label, given)
    const key = safeText(label, 200)
    if (!isLarge(value)) settled[key] = value
    else {
      const content = contentOf(value)
      const stored = await storeAttachment({ kind: value.kind, ...content })
      settled[key] = { kind: 'attachment', of: value.kind, mediaType: content.mediaType, ...stored }
    }
  }
  return settled
}
