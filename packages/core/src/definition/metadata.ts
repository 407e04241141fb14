import type { JsonObject, JsonValue } from '../foundation/json.ts'

export interface TableColumn {
  readonly name: string
  readonly kind?: 'text' | 'number' | 'boolean' | 'timestamp'
}

/** A value with a way to be shown. `image` and `plot` hold a whole SVG document or base64 PNG; `timestamp` is UTC milliseconds. */
export type MetadataValue =
  | { readonly kind: 'text' | 'url' | 'path' | 'markdown'; readonly value: string }
  | { readonly kind: 'number' | 'timestamp'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'table'; readonly columns: readonly TableColumn[]; readonly rows: readonly JsonObject[] }
  | { readonly kind: 'image' | 'plot'; readonly mediaType: 'image/svg+xml' | 'image/png'; readonly value: string }
  /** Over 16 KB of JSON: the value lies in the run's attachments and the event holds only this reference. */
  | {
      readonly kind: 'attachment'
      readonly of: MetadataKind
      readonly mediaType: string
      readonly attachmentId: string
      readonly sizeBytes: number
    }

export type MetadataKind = Exclude<MetadataValue['kind'], 'attachment'>

/** By label, in the order to show. */
export type Metadata = Readonly<Record<string, MetadataValue>>
/** What authors write: plain strings, numbers and booleans stand for their obvious kinds. */
export type MetadataInput = Readonly<Record<string, MetadataValue | string | number | boolean>>

export const METADATA_INLINE_LIMIT_BYTES: number = 16 * 1024
