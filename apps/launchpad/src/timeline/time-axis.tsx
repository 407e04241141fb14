import { formatTick } from '../format/duration.ts'
import type { ticks } from './time-scale.ts'
import styles from './timeline.module.css'

/** Time since the run's start, over the bars; from `edge` on a tick's text stands before it. Rows say the same in words. */
export const TimeAxis = ({ marks, edge }: { readonly marks: ReturnType<typeof ticks>; readonly edge: number }) => (
  <div className={styles.axis} aria-hidden="true">
    <span className={styles.axisName}>Step</span>
    <span className={styles.axisTime}>Time</span>
    <div className={styles.axisMarks}>
      {marks.ticks.map((tick) => (
        <span
          key={tick.offsetMs}
          style={{ left: `${tick.fraction * 100}%` }}
          data-edge={tick.fraction > edge ? 'end' : undefined}
        >
          {formatTick(tick.offsetMs, marks.stepMs)}
        </span>
      ))}
    </div>
  </div>
)
