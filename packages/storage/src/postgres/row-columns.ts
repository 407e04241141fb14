/** The SQL type of each column of some rows, in the order of the parameters. */
export type ColumnTypes<Row> = Readonly<Record<keyof Row & string, string>>

/** Rows that a statement takes as parameters: one array a column, so that its text is the same for any number of rows. */
export interface RowSource {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly arrays: readonly (readonly unknown[])[]
}

export function rowSource<Row>(types: Partial<ColumnTypes<Row>>, rows: readonly Row[]): RowSource {
  const columns = Object.keys(types) as (keyof Row & string)[]
  return { columns, types: Object.values(types), arrays: columns.map((column) => rows.map((row) => row[column])) }
}

/** The rows as a table in a `from`; `first` is the number of the source's first parameter. */
export const unnested = ({ columns, types }: RowSource, alias: string, first: number): string =>
  `unnest(${types.map((type, index) => `$${first + index}::${type}[]`).join(', ')}) as ${alias}(${columns.join(', ')})`
