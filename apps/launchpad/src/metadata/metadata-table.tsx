import { useState } from 'react'
import { formatCount, formatNumber } from '../format/amount.ts'
import { formatAbsolute } from '../format/time.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/class-names.ts'
import { SCROLLS_BY_KEYBOARD } from '../ui/scrollable.ts'
import table from '../ui/table.module.css'
import type { TableColumn, TableValue } from './metadata-kinds.ts'
import styles from './metadata-table.module.css'

const SHOWN_ROWS = 50

export function MetadataTable({ table: value, label }: { readonly table: TableValue; readonly label: string }) {
  const [all, setAll] = useState(false)
  // Rows of an op's table have no identity but their place, and never move.
  const rows = (all ? value.rows : value.rows.slice(0, SHOWN_ROWS)).map((row, place) => ({ row, place }))
  return (
    <>
      <section className={styles.frame} aria-label={label} {...SCROLLS_BY_KEYBOARD}>
        <table className={classes(table.table, styles.table)}>
          <thead>
            <tr>
              {value.columns.map((column) => (
                <th key={column.name} scope="col" className={isNumeric(column) ? table.number : undefined}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, place }) => (
              <tr key={place}>
                {value.columns.map((column) => (
                  <td key={column.name} className={isNumeric(column) ? table.number : undefined}>
                    <Cell column={column} value={row[column.name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!all && value.rows.length > rows.length && (
        <Button variant="quiet" onPress={() => setAll(true)}>
          Show all {formatCount(value.rows.length, 'row')}
        </Button>
      )}
    </>
  )
}

const isNumeric = ({ kind }: TableColumn): boolean => kind === 'number'

function Cell({ column, value }: { readonly column: TableColumn; readonly value: unknown }) {
  const style = timeStyle(usePreferences())
  if (value === null || value === undefined) return <span className={styles.none}>–</span>
  if (typeof value === 'number') return column.kind === 'timestamp' ? formatAbsolute(value, style) : formatNumber(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
