import type { RunRowFragment } from '../generated/graphql.ts'
import styles from './step-summary.module.css'

/** How far a run has got: done of all in words, and what failed or waits. */
export function StepSummary({ counts }: { readonly counts: RunRowFragment['stepCounts'] }) {
  if (counts.total === 0) return <span className={styles.muted}>–</span>
  const done = counts.success + counts.reused + counts.markedDone
  return (
    <span className={styles.summary}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.success} style={{ width: `${(done / counts.total) * 100}%` }} />
        <span className={styles.failure} style={{ width: `${(counts.failure / counts.total) * 100}%` }} />
        <span className={styles.running} style={{ width: `${((counts.started + counts.upForRetry) / counts.total) * 100}%` }} />
      </span>
      <span>
        {done}/{counts.total}
        <span className="visually-hidden"> steps done</span>
        {counts.failure > 0 && <span className={styles.failed}> · {counts.failure} failed</span>}
        {counts.upForRetry > 0 && <span className={styles.retry}> · {counts.upForRetry} retrying</span>}
      </span>
    </span>
  )
}
