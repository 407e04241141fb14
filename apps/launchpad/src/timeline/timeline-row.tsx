import { ChevronDown, ChevronRight, Layers } from 'lucide-react'
import { formatDuration } from '../format/duration.ts'
import { STEP_STATUS_WORDS } from '../status/status-words.ts'
import { classes } from '../ui/class-names.ts'
import { StepStatusIcon, ToneIcon } from '../ui/status-mark.tsx'
import { densityBars, groupSummary } from './group-summary.ts'
import { countsInWords, rowName } from './row-name.ts'
import { stepBars, stepElapsedMs } from './step-bars.ts'
import type { StepState } from './step-list.ts'
import { fractionAt, type TimeScale } from './time-scale.ts'
import styles from './timeline.module.css'
import type { TimelineRow } from './timeline-rows.ts'

/** How bars that have not ended are drawn; `unknown` while the line to the server is broken. */
type OpenEnd = 'running' | 'unknown' | 'ended'

interface RowProps {
  readonly domId: string
  readonly row: TimelineRow
  readonly index: number
  readonly top: number
  readonly scale: TimeScale
  readonly now: number
  readonly end: OpenEnd
  /** `selected`, `active` or both. */
  readonly state: string
}

export function TimelineRowView({ domId, row, index, top, scale, now, end, state }: RowProps) {
  return (
    <tr
      id={domId}
      aria-rowindex={index + 1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.kind === 'step' ? undefined : row.open}
      aria-selected={state.includes('selected')}
      aria-label={rowName(row, now)}
      className={classes(styles.row, state.includes('selected') && styles.selected, state.includes('active') && styles.active)}
      style={{ transform: `translateY(${top}px)` }}
      data-index={index}
    >
      <td className={styles.name} style={{ paddingInlineStart: 8 + (row.level - 1) * 16 }}>
        {row.kind === 'step' ? (
          <StepStatusIcon status={row.step.status} />
        ) : row.open ? (
          <ChevronDown aria-hidden="true" size={14} />
        ) : (
          <ChevronRight aria-hidden="true" size={14} />
        )}
        <NameText row={row} />
      </td>
      <td className={styles.time}>{row.kind === 'step' ? <Elapsed step={row.step} now={now} /> : null}</td>
      <td className={styles.bars}>
        {row.kind === 'step' ? (
          <StepBars step={row.step} scale={scale} now={now} end={end} />
        ) : (
          !(row.kind === 'graph' && row.open) && <GroupBars steps={row.steps} scale={scale} now={now} />
        )}
      </td>
    </tr>
  )
}

function NameText({ row }: { readonly row: TimelineRow }) {
  if (row.kind === 'step') {
    return (
      <span className={styles.label} title={row.step.key}>
        {row.label}
        {row.step.mappingKey === null && row.step.key.endsWith('[?]') && (
          <span className={styles.muted}> items not known yet</span>
        )}
      </span>
    )
  }
  const summary = groupSummary(row.steps)
  return (
    <>
      <ToneIcon tone={summary.tone} />
      <span className={styles.label} title={`${row.id}: ${countsInWords(summary)}`}>
        {row.label}
        <span className={styles.muted}>
          {' '}
          {row.kind === 'mapped' && <Layers aria-hidden="true" size={11} className={styles.inline} />} {summary.total}
          {(summary.counts.REUSED ?? 0) > 0 && ` · ${summary.counts.REUSED} reused`}
          {(summary.counts.FAILURE ?? 0) > 0 && <span className={styles.failed}> · {summary.counts.FAILURE} failed</span>}
          {summary.retried > 0 && <span className={styles.retried}> · {summary.retried} retried</span>}
        </span>
      </span>
    </>
  )
}

/** How long it took; of a step that this run did not attempt, what became of it instead. */
function Elapsed({ step, now }: { readonly step: StepState; readonly now: number }) {
  if (step.status === 'REUSED' || step.status === 'MARKED_DONE') return STEP_STATUS_WORDS[step.status].word.toLowerCase()
  const elapsed = stepElapsedMs(step, now)
  return elapsed === null ? null : formatDuration(elapsed)
}

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`

function StepBars(props: { readonly step: StepState; readonly scale: TimeScale; readonly now: number; readonly end: OpenEnd }) {
  const { step, scale, now, end } = props
  return stepBars(step).map((bar) => {
    const left = fractionAt(scale, bar.start)
    const width = fractionAt(scale, bar.end ?? now) - left
    const place = { left: percent(left), width: percent(width) }
    const length = formatDuration((bar.end ?? now) - bar.start)
    if (bar.kind === 'wait')
      return (
        <span key={`wait ${bar.start}`} className={styles.wait} style={place} title={`Waits ${length} for the next attempt`} />
      )
    return (
      <span
        key={bar.number}
        className={classes(
          styles.bar,
          styles[bar.tone],
          bar.end === null && (end === 'running' ? styles.open : end === 'unknown' && styles.unknown),
        )}
        style={place}
        title={`Attempt ${bar.number}: ${bar.end === null ? 'running for' : bar.tone === 'failure' ? 'failed after' : 'took'} ${length}`}
      >
        {step.attempts.length > 1 && <span className={styles.number}>{bar.number}</span>}
      </span>
    )
  })
}

function GroupBars({
  steps,
  scale,
  now,
}: {
  readonly steps: readonly StepState[]
  readonly scale: TimeScale
  readonly now: number
}) {
  return densityBars(steps, scale, now).map((bar) => (
    <span
      key={`${bar.tone} ${bar.from}`}
      className={classes(styles.density, styles[bar.tone])}
      style={{
        left: percent(bar.from),
        width: percent(bar.to - bar.from),
        height: bar.tone === 'failure' ? 1 + bar.level * 2 : 4 + bar.level * 3,
      }}
    />
  ))
}
