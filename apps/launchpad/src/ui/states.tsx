import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { requestFailure } from './request-failure.ts'
import styles from './states.module.css'

/** Grey rows in the place of what is on its way; they appear only when it takes long enough to be noticed. */
export function Loading({ rows = 6, what }: { readonly rows?: number; readonly what: string }) {
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">Loading {what}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} aria-hidden="true" className={styles.bone} style={{ width: `${92 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      {children}
    </div>
  )
}

/** Of a request that failed: whether nobody answered or the answer was an error, and a way to ask again. */
export function RequestError({
  error,
  what,
  retry,
}: {
  readonly error: CombinedError
  readonly what: string
  readonly retry: () => void
}) {
  const { title, hint } = requestFailure(error, what)
  return (
    <Notice kind="error" title={title} actions={<Button onPress={retry}>Try again</Button>}>
      <p>{hint}</p>
    </Notice>
  )
}
