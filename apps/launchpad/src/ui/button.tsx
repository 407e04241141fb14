import type { KeyboardEvent, ReactNode, Ref } from 'react'
import styles from './button.module.css'
import { classes } from './class-names.ts'

interface ButtonProps {
  readonly children: ReactNode
  readonly onPress: () => void
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly variant?: 'default' | 'primary' | 'danger' | 'quiet'
  /** Why it does nothing now. It stays in reach of the keyboard, so that everyone can find out. */
  readonly why?: string | undefined
  readonly label?: string
  readonly title?: string
  readonly pressed?: boolean
  readonly expanded?: boolean
  readonly popup?: 'menu'
  readonly keys?: string
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button(props: ButtonProps) {
  const { children, onPress, variant = 'default', why, label, title, pressed, expanded, popup, keys, onKeyDown, ref } = props
  return (
    <button
      ref={ref}
      type="button"
      className={classes(styles.button, styles[variant])}
      aria-disabled={why !== undefined}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-haspopup={popup}
      aria-keyshortcuts={keys}
      aria-description={why}
      title={why ?? title ?? (typeof children === 'string' ? undefined : label)}
      onKeyDown={onKeyDown}
      onClick={why === undefined ? onPress : undefined}
    >
      {children}
    </button>
  )
}
