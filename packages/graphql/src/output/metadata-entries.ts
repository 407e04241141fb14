import type { JsonValue, Metadata, MetadataValue } from '@pawl/core/plugin'
import type { MetadataEntry } from '../generated/schema-types.ts'
import { attachmentPath } from '../server/routes.ts'

function shownValue(value: Exclude<MetadataValue, { readonly kind: 'attachment' }>): JsonValue {
  if (value.kind !== 'table') return value.value
  const columns = value.columns.map(({ name, kind }) => (kind === undefined ? { name } : { name, kind }))
  return { columns, rows: value.rows }
}

function metadataEntry(label: string, value: MetadataValue, runId: string | null): MetadataEntry {
  if (value.kind === 'attachment') {
    const attachmentUrl = runId === null ? null : attachmentPath(runId, value.attachmentId)
    return { label, kind: value.of, value: null, mediaType: value.mediaType, attachmentUrl, sizeBytes: value.sizeBytes }
  }
  const mediaType = value.kind === 'image' || value.kind === 'plot' ? value.mediaType : null
  return { label, kind: value.kind, value: shownValue(value), mediaType, attachmentUrl: null, sizeBytes: null }
}

/** In the order they were given. `runId` is the run whose attachments hold the large ones. */
export const metadataEntries = (metadata: Metadata | undefined, runId: string | null): readonly MetadataEntry[] =>
  Object.entries(metadata ?? {}).map(([label, value]) => metadataEntry(label, value, runId))
