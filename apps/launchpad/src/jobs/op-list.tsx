import type { OpNodeFragment } from '../generated/graphql.ts'
import { classes } from '../ui/class-names.ts'
import table from '../ui/table.module.css'
import { edgeWords, type JobEdge } from './edge-words.ts'
import styles from './op-list.module.css'

/** The graph in words: every op with what it takes and when it runs. */
export function OpList({
  ops,
  edges,
  selected,
  onSelect,
}: {
  readonly ops: readonly OpNodeFragment[]
  readonly edges: readonly JobEdge[]
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
}) {
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="Ops in the order of the plan">
        <thead>
          <tr>
            <th scope="col">Op</th>
            <th scope="col">Takes</th>
            <th scope="col">Retries</th>
          </tr>
        </thead>
        <tbody>
          {ops.map((op) => (
            <tr key={op.key} className={classes(op.key === selected && styles.selected)}>
              <td>
                <button type="button" className={styles.op} aria-pressed={op.key === selected} onClick={() => onSelect(op.key)}>
                  <code>{op.key}</code>
                </button>
                {op.mapOver && <span className={styles.muted}> for each item</span>}
              </td>
              <td className={styles.muted}>
                {op.ins.map((input) => `${input.name}: ${edgeWords(edges, op.key, input.name)}`).join('; ') || '–'}
              </td>
              <td className={styles.muted}>{op.retry ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
