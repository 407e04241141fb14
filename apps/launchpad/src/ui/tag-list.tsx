import type { ReactNode } from 'react'
import styles from './tag-list.module.css'

export interface ShownTag {
  readonly key: string
  readonly value: string
}

/** Tags as text; `wrap` makes each of them something to press. */
export function TagList({
  tags,
  wrap = (_, text) => text,
}: {
  readonly tags: readonly ShownTag[]
  readonly wrap?: (tag: ShownTag, text: ReactNode) => ReactNode
}) {
  if (tags.length === 0) return null
  return (
    <ul className={styles.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag.key} className={styles.tag} title={`${tag.key}: ${tag.value}`}>
          {wrap(
            tag,
            <>
              <span className={styles.key}>{tag.key}</span>
              <span className={styles.value}>{tag.value}</span>
            </>,
          )}
        </li>
      ))}
    </ul>
  )
}
