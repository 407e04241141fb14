import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react'
import { classes } from '../ui/class-names.ts'
import { Empty } from '../ui/states.tsx'
import { useNow } from '../ui/use-now.ts'
import { useWidth } from '../ui/use-width.ts'
import { keyMove } from './key-move.ts'
import type { StepList } from './step-list.ts'
import { TimeAxis } from './time-axis.tsx'
import { ticks, timeScale } from './time-scale.ts'
import styles from './timeline.module.css'
import { TimelineRowView } from './timeline-row.tsx'
import { type TimelineRow, type TimelineView, timelineRows } from './timeline-rows.ts'

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
  const grid = useRef<HTMLTableElement>(null)
  // The bars have about two thirds of the width; a tick's text needs 80 px.
  const marks = ticks(scale, Math.min(10, Math.max(1, Math.floor((useWidth(scroller) * 0.64) / 110))))
  const prefix = useId()
  const [activeId, setActiveId] = useState<string>()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === (activeId ?? selected)),
  )
  const act = (row: TimelineRow): void => {
    setActiveId(row.id)
    if (row.kind === 'step') onSelect(row.id === selected ? undefined : row.id)
    else onToggle(row.id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[activeIndex]
    if (!row) return
    const move = keyMove(event.key, { rows, index: activeIndex, page: 10 })
    if (!move) return
    event.preventDefault()
    if (move.kind === 'toggle') onToggle(row.id)
    if (move.kind === 'act') act(row)
    if (move.kind === 'go') {
      setActiveId(rows[move.index]?.id)
      virtual.scrollToIndex(move.index)
    }
  }
  const onClick = (event: MouseEvent): void => {
    const index =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]')?.dataset['index'] : undefined
    const row = rows[Number(index ?? -1)]
    if (row) act(row)
    grid.current?.focus({ preventScroll: true })
  }
  return (
    <div className={styles.timeline}>
      <TimeAxis marks={marks} />
      <div ref={scroller} className={styles.scroller}>
        {rows.length === 0 && <Empty title="No step matches." />}
        {rows.length > 0 && <Gridlines fractions={marks.ticks.map((tick) => tick.fraction)} height={virtual.getTotalSize()} />}
        <table
          ref={grid}
          hidden={rows.length === 0}
          role="treegrid"
          aria-label="Steps"
          aria-rowcount={rows.length}
          aria-colcount={3}
          aria-activedescendant={items.some((item) => item.index === activeIndex) ? `${prefix}-${activeIndex}` : undefined}
          tabIndex={0}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
          onClick={onClick}
        >
          <tbody>
            {items.map((item) => {
              const row = rows[item.index]
              return (
                row && (
                  <TimelineRowView
                    key={row.id}
                    domId={`${prefix}-${item.index}`}
                    row={row}
                    index={item.index}
                    top={item.start}
                    scale={scale}
                    now={now}
                    live={run.end === null}
                    state={classes(row.id === selected && 'selected', item.index === activeIndex && 'active')}
                  />
                )
              )
            })}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const Gridlines = ({ fractions, height }: { readonly fractions: readonly number[]; readonly height: number }) => (
  <div className={styles.lines} style={{ height }} aria-hidden="true">
    {fractions.map((fraction) => (
      <span key={fraction} style={{ left: `${fraction * 100}%` }} />
    ))}
  </div>
)
