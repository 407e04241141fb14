import styles from './error-text.module.css'

export interface ShownError {
  readonly name: string
  readonly message: string
  readonly code: string | null
  readonly stack: string | null
  readonly cause?: ShownError | null
}

/** An error with its chain of causes; stacks are folded away, the first line that names the user's own file is not. */
export function ErrorText({ error }: { readonly error: ShownError }) {
  const frames = stackFrames(error)
  return (
    <div className={styles.error}>
      <p className={styles.message}>
        <strong>{error.name}</strong>
        {error.code && <code> {error.code}</code>}: {error.message}
      </p>
      {frames !== '' && (
        <details className={styles.details}>
          <summary>Stack</summary>
          <pre className={styles.stack}>{frames}</pre>
        </details>
      )}
      {error.cause && (
        <div className={styles.cause}>
          <span className={styles.label}>Caused by</span>
          <ErrorText error={error.cause} />
        </div>
      )}
    </div>
  )
}

/** A stack begins with the message it belongs to, which is shown already. */
function stackFrames({ stack }: ShownError): string {
  if (stack === null) return ''
  const first = stack.search(/^\s+at /m)
  return (first === -1 ? stack : stack.slice(first)).replaceAll(/^\s+at /gm, 'at ').trim()
}
