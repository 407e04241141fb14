import type { MetadataKind } from '../generated/graphql.ts'

const WIDE: ReadonlySet<MetadataKind> = new Set<MetadataKind>(['TABLE', 'MARKDOWN', 'IMAGE', 'PLOT', 'JSON'])
export const isWide = (kind: MetadataKind): boolean => WIDE.has(kind)

export interface TableColumn {
  readonly name: string
  readonly kind: string
}

export interface TableValue {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** What the server calls a table, read with care: it was written by an op of any version. */
export function readTable(value: unknown): TableValue | undefined {
  if (!isRecord(value) || !Array.isArray(value['columns']) || !Array.isArray(value['rows'])) return undefined
  const columns = value['columns'].flatMap((column: unknown) =>
    isRecord(column) && typeof column['name'] === 'string'
      ? [{ name: column['name'], kind: String(column['kind'] ?? 'text') }]
      : [],
  )
  return { columns, rows: value['rows'].filter(isRecord) }
}

/** Only addresses a click may follow: never script, never data. */
export function safeHref(text: string): string | undefined {
  try {
    const url = new URL(text)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

/** An image as a `data:` URL. As an `<img>` it runs no script and loads nothing; an SVG document in the page could. */
export function imageUrl(mediaType: string | null, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (mediaType === 'image/svg+xml') return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(value)}`
  return mediaType === 'image/png' && /^[A-Za-z0-9+/=\s]+$/.test(value)
    ? `data:image/png;base64,${value.replaceAll(/\s/g, '')}`
    : undefined
}
