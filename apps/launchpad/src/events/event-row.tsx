import { formatClock } from '../format/time.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { classes } from '../ui/class-names.ts'
import { EventDetails } from './event-details.tsx'
import styles from './event-grid.module.css'
import type { WindowRow } from './event-window.ts'
import { LEVEL_WORDS } from './level-words.ts'

interface EventRowProps {
  readonly domId: string
  readonly index: number
  readonly top: number
  readonly measure: (element: Element | null) => void
  readonly row: WindowRow | undefined
  readonly runId: string
  readonly startedAt: number
  readonly openSeq: number | undefined
  readonly active: boolean
  readonly onStep: (stepKey: string) => void
}

export function EventRow({ domId, index, top, measure, row, runId, startedAt, openSeq, active, onStep }: EventRowProps) {
  const style = timeStyle(usePreferences())
  const place = { transform: `translateY(${top}px)` }
  if (row?.kind !== 'event') {
    return (
      <tr id={domId} aria-rowindex={index + 1} data-index={index} ref={measure} className={styles.row} style={place}>
        <td className={styles.gap}>…</td>
      </tr>
    )
  }
  const { event } = row
  const open = event.seq === openSeq
  return (
    <tr
      id={domId}
      aria-rowindex={index + 1}
      aria-selected={open}
      data-index={index}
      ref={measure}
      className={classes(styles.row, styles[event.level], open && styles.openRow, active && styles.active)}
      style={place}
    >
      <td className={styles.time} title={`${event.at - startedAt} ms after the launch`}>
        {formatClock(event.at, style)}
      </td>
      <td className={styles.level} title={LEVEL_WORDS[event.level].word}>
        <span aria-hidden="true">{LEVEL_WORDS[event.level].letter}</span>
        <span className="visually-hidden">{LEVEL_WORDS[event.level].word}</span>
      </td>
      <td className={styles.step}>
        {event.stepKey !== null && <StepButton stepKey={event.stepKey} attempt={event.attempt} onStep={onStep} />}
      </td>
      <td className={styles.type}>{event.eventType}</td>
      <td className={styles.message} title={open ? undefined : event.message}>
        {event.message}
      </td>
      {open && (
        <td className={styles.details}>
          <EventDetails runId={runId} event={event} />
        </td>
      )}
    </tr>
  )
}

function StepButton({
  stepKey,
  attempt,
  onStep,
}: {
  readonly stepKey: string
  readonly attempt: number | null
  readonly onStep: (stepKey: string) => void
}) {
  return (
    <button type="button" className={styles.stepButton} tabIndex={-1} onClick={() => onStep(stepKey)} title={`Only ${stepKey}`}>
      {stepKey}
      {attempt !== null && attempt > 1 && <span className={styles.attempt}> #{attempt}</span>}
    </button>
  )
}
