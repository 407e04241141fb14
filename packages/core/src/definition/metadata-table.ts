import type { JsonObject, JsonValue } from '../foundation/json.ts'
import type { MetadataValue, TableColumn } from './metadata.ts'

export interface TableOptions<Row> {
  /** Which columns to show and in what order: names alone, or with their kind. */
  readonly columns?: readonly ((keyof Row & string) | (TableColumn & { readonly name: keyof Row & string }))[]
}

type Cell = Readonly<Record<string, unknown>>

/** Rows as a table: the columns in the order in which they first appear, each with the kind that all its values share. */
export function tableMetadata<Row extends object>(rows: readonly Row[], options: TableOptions<Row> = {}): MetadataValue {
  const cells = rows as readonly object[] as readonly Cell[]
  const wanted = options.columns ?? [...new Set(cells.flatMap(Object.keys))]
  const columns = wanted.map((column): TableColumn => (typeof column === 'string' ? withKind(column, cells) : column))
  return { kind: 'table', columns, rows: cells.map((row) => toRow(row, columns)) }
}

function withKind(name: string, rows: readonly Cell[]): TableColumn {
  const kinds = new Set(
    rows
      .map((row) => row[name] ?? null)
      .filter((value) => value !== null)
      .map(kindOf),
  )
  const [kind] = kinds
  return kind === undefined || kinds.size > 1 ? { name } : { name, kind }
}

function kindOf(value: unknown): TableColumn['kind'] {
  if (value instanceof Date) return 'timestamp'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'number' ? 'number' : undefined
}

const toRow = (row: Cell, columns: readonly TableColumn[]): JsonObject =>
  Object.fromEntries(columns.map(({ name }) => [name, toCell(row[name])]))

/** What JSON cannot hold is shown as text; what is missing as an empty cell. */
function toCell(value: unknown): JsonValue {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.getTime()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value)
  return value as JsonValue
}
