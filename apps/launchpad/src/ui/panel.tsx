import { type ReactNode, useId } from 'react'
import styles from './panel.module.css'

/** A headed part of a page. */
export function Panel({
  title,
  aside,
  children,
  flush = false,
}: {
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** The content reaches the edges: tables, editors. */
  readonly flush?: boolean
}) {
  const id = useId()
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      <div className={flush ? styles.flush : styles.content}>{children}</div>
    </section>
  )
}
