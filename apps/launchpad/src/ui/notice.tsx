import { CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import styles from './notice.module.css'

const ICONS = { error: CircleX, warning: TriangleAlert, info: Info } as const

/** Something that needs reading: what happened, why, and what to do about it. */
export function Notice({
  kind,
  title,
  children,
  actions,
}: {
  readonly kind: 'error' | 'warning' | 'info'
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  const Icon = ICONS[kind]
  return (
    <div className={classes(styles.notice, styles[kind])} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" size={16} className={styles.icon} />
      <div className={styles.body}>
        <p className={styles.title}>{title}</p>
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
