import { type ReactNode, useEffect } from 'react'
import styles from './page.module.css'

/** A page with its one heading; also the window's title. */
export function Page({
  title,
  heading = title,
  actions,
  children,
  fill = false,
}: {
  readonly title: string
  readonly heading?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** As high as the window, with its own scrolling parts. */
  readonly fill?: boolean
}) {
  useEffect(() => {
    document.title = `${title} · Pawl`
  }, [title])
  return (
    <div className={fill ? styles.fill : styles.page}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{heading}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}
