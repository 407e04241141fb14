import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef } from 'react'
import { useConnection } from '../api/api-context.ts'
import { classes } from '../ui/class-names.ts'
import { Empty } from '../ui/states.tsx'
import { useNow } from '../ui/use-now.ts'
import { useWidth } from '../ui/use-width.ts'
import type { StepList } from './step-list.ts'
import { TimeAxis } from './time-axis.tsx'
import { type TimeScale, ticks, timeScale } from './time-scale.ts'
import styles from './timeline.module.css'
import { TimelineRowView } from './timeline-row.tsx'
import { type TimelineView, timelineRows } from './timeline-rows.ts'
import { useTreeFocus } from './use-tree-focus.ts'

export const ROW_HEIGHT = 26

interface TimelineProps {
  readonly steps: StepList
  readonly view: TimelineView
  /** UTC milliseconds; `end` null while the run goes on. */
  readonly run: { readonly start: number; readonly end: number | null }
  readonly selected: string | undefined
  readonly onSelect: (stepKey: string | undefined) => void
  readonly onToggle: (rowId: string) => void
}

/** Steps as rows, attempts as bars on one time scale. The rows are a treegrid; only those in sight are in the page. */
export function Timeline({ steps, view, run, selected, onSelect, onToggle }: TimelineProps) {
  const now = useNow(run.end === null ? 500 : 0)
  const rows = useMemo(() => timelineRows(steps, view), [steps, view])
  const scale = timeScale(run.start, run.end ?? now)
  const scroller = useRef<HTMLDivElement>(null)
  const { marks, edge } = useMarks(scale, scroller)
  const prefix = useId()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems().flatMap((item) => {
    const row = rows[item.index]
    return row ? [{ ...item, row }] : []
  })
  const focus = useTreeFocus(rows, { selected, onSelect, onToggle, scrollTo: virtual.scrollToIndex })
  const { kind } = useConnection()
  const end = run.end !== null ? 'ended' : kind === 'live' || kind === 'connecting' ? 'running' : 'unknown'
  const isActiveInSight = items.some((item) => item.index === focus.activeIndex)
  return (
    <div className={styles.timeline}>
      <TimeAxis marks={marks} edge={edge} />
      <div ref={scroller} className={styles.scroller}>
        {rows.length === 0 && <Empty title="No step matches." />}
        {rows.length > 0 && <Gridlines fractions={marks.ticks.map((tick) => tick.fraction)} height={virtual.getTotalSize()} />}
        <table
          hidden={rows.length === 0}
          role="treegrid"
          aria-label="Steps"
          aria-rowcount={rows.length}
          aria-colcount={3}
          aria-activedescendant={isActiveInSight ? `${prefix}-${focus.activeIndex}` : undefined}
          tabIndex={0}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={focus.onKeyDown}
          onClick={focus.onClick}
        >
          <tbody>
            {items.map(({ row, index, start }) => (
              <TimelineRowView
                key={row.id}
                domId={`${prefix}-${index}`}
                row={row}
                index={index}
                top={start}
                scale={scale}
                now={now}
                end={end}
                state={classes(row.id === selected && 'selected', index === focus.activeIndex && 'active')}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** As many ticks as there is room for: the bars have about two thirds of the width, a tick's text needs 56 px and some air. */
function useMarks(scale: TimeScale, scroller: Parameters<typeof useWidth>[0]) {
  const barsWidth = Math.max(1, useWidth(scroller) * 0.64)
  return { marks: ticks(scale, Math.min(10, Math.max(1, Math.floor(barsWidth / 110)))), edge: 1 - 56 / barsWidth }
}

const Gridlines = ({ fractions, height }: { readonly fractions: readonly number[]; readonly height: number }) => (
  <div className={styles.lines} style={{ height }} aria-hidden="true">
    {fractions.map((fraction) => (
      <span key={fraction} style={{ left: `${fraction * 100}%` }} />
    ))}
  </div>
)
