import type { MetadataFragment } from '../generated/graphql.ts'
import { MetadataContent } from './metadata-content.tsx'
import { isWide } from './metadata-kinds.ts'
import styles from './metadata-list.module.css'

/** Labelled values; those that need room (tables, plots, markdown) get a row of their own. */
export function MetadataList({ entries }: { readonly entries: readonly MetadataFragment[] }) {
  if (entries.length === 0) return null
  const small = entries.filter((entry) => !isWide(entry.kind))
  const wide = entries.filter((entry) => isWide(entry.kind))
  return (
    <div className={styles.list}>
      {small.length > 0 && (
        <dl className={styles.small}>
          {small.map((entry) => (
            <div key={entry.label}>
              <dt>{entry.label}</dt>
              <dd>
                <MetadataContent entry={entry} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {wide.map((entry) => (
        <figure key={entry.label} className={styles.wide}>
          <figcaption>{entry.label}</figcaption>
          <MetadataContent entry={entry} />
        </figure>
      ))}
    </div>
  )
}
