/** The columns of some rows, each with its SQL type, in the order of their parameters. */
export interface RowColumns<Row> {
  readonly names: readonly (keyof Row & string)[]
  readonly types: readonly string[]
}

export const rowColumns = <Row>(types: Readonly<Record<keyof Row & string, string>>): RowColumns<Row> => ({
  names: Object.keys(types) as (keyof Row & string)[],
  types: Object.values(types),
})

/** Rows that a statement takes as parameters. */
export interface RowSource {
  readonly rowCount: number
  readonly names: readonly string[]
  readonly types: readonly string[]
  /** One value for each column; of several rows an array, so that the statement is the same for any number of them. */
  values(): unknown[]
}

export function rowSource<Row>({ names, types }: RowColumns<Row>, rows: readonly Row[]): RowSource {
  const values = (): unknown[] => {
    const perColumn = names.map((name) => rows.map((row) => row[name]))
    return rows.length === 1 ? perColumn.flat() : perColumn
  }
  return { rowCount: rows.length, names, types, values }
}

/** The rows as a table in a `from`; `first` is the number of the source's first parameter. */
export function fromSource({ rowCount, names, types }: RowSource, alias: string, first: number): string {
  const parameters = types.map((type, index) => `$${first + index}::${type}`)
  if (rowCount > 1)
    return `unnest(${parameters.map((parameter) => `${parameter}[]`).join(', ')}) as ${alias}(${names.join(', ')})`
  // One row is the usual case, and cheaper without arrays.
  return `(select ${parameters.map((parameter, index) => `${parameter} as ${names[index]}`).join(', ')}) as ${alias}`
}
