import { FrameworkError } from '../foundation/errors.ts'
import type { JsonValue } from '../foundation/json.ts'
import type { MetadataValue } from './metadata.ts'
import { pictureMetadata } from './metadata-picture.ts'
import { type TableOptions, tableMetadata } from './metadata-table.ts'
import { describeValue } from './value-description.ts'

/** Makers of metadata values, one for each kind; see {@link metadata}. */
export interface MetadataConstructors {
  /** Plain text; a bare text in metadata means the same. */
  text(value: string): MetadataValue
  /** A number; a bare number means the same. */
  number(value: number): MetadataValue
  /** A yes or no; a bare boolean means the same. */
  boolean(value: boolean): MetadataValue
  /** A link. */
  url(value: string | URL): MetadataValue
  /** The path of a file or folder, shown so that it can be copied. */
  path(value: string): MetadataValue
  /** Markdown; it is sanitised where it is shown. */
  markdown(value: string): MetadataValue
  /** Any JSON, shown as a tree. */
  json(value: JsonValue): MetadataValue
  /** A point in time: a `Date`, or UTC milliseconds. */
  timestamp(value: Date | number): MetadataValue
  /** Rows as a table. Its columns are the keys of the rows, unless `columns` names them; a `Date` becomes a timestamp. */
  table<Row extends object>(rows: readonly Row[], options?: TableOptions<Row>): MetadataValue
  /** A picture: an SVG document as text, or the bytes of a PNG. */
  image(picture: string | Uint8Array): MetadataValue
  /** A chart: an SVG document as text, or the bytes of a PNG. */
  plot(picture: string | Uint8Array): MetadataValue
}

/**
 * Metadata that is more than a plain text, number or boolean, for `addOutputMetadata`, `logEvent` and `Failure`:
 *
 * ```ts
 * addOutputMetadata({ rows: rows.length, delays: metadata.table(rows), chart: metadata.plot(svg) })
 * ```
 *
 * @throws FrameworkError `INVALID_METADATA` for a picture that is neither SVG nor PNG, or a time that is none.
 */
export const metadata: MetadataConstructors = Object.freeze({
  text: (value: string): MetadataValue => ({ kind: 'text', value }),
  number: (value: number): MetadataValue => ({ kind: 'number', value }),
  boolean: (value: boolean): MetadataValue => ({ kind: 'boolean', value }),
  url: (value: string | URL): MetadataValue => ({ kind: 'url', value: String(value) }),
  path: (value: string): MetadataValue => ({ kind: 'path', value }),
  markdown: (value: string): MetadataValue => ({ kind: 'markdown', value }),
  json: (value: JsonValue): MetadataValue => ({ kind: 'json', value }),
  timestamp: (value: Date | number): MetadataValue => ({ kind: 'timestamp', value: timeOf(value) }),
  table: tableMetadata,
  image: (picture: string | Uint8Array): MetadataValue => pictureMetadata('image', picture),
  plot: (picture: string | Uint8Array): MetadataValue => pictureMetadata('plot', picture),
})

function timeOf(value: Date | number): number {
  const time = typeof value === 'number' ? value : value.getTime()
  if (Number.isFinite(time)) return time
  throw new FrameworkError('INVALID_METADATA', {
    message: `metadata.timestamp() gets ${describeValue(value)}, which is no point in time. Give a valid Date or UTC milliseconds.`,
  })
}
