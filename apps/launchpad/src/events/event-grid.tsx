import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef } from 'react'
import { FollowButton } from '../ui/follow-button.tsx'
import { useFollowEnd } from '../ui/use-follow-end.ts'
import styles from './event-grid.module.css'
import { type EventLog, indexOfSeq } from './event-log.ts'
import { EventRow } from './event-row.tsx'
import { type EventWindow, rowAt, rowCount } from './event-window.ts'
import { useGridFocus } from './use-grid-focus.ts'

const EVENT_ROW_HEIGHT = 24

interface EventGridProps {
  readonly log: EventLog
  readonly window: EventWindow
  readonly runId: string
  /** UTC milliseconds; times are shown from here. */
  readonly startedAt: number
  readonly openSeq: number | undefined
  readonly onOpen: (seq: number | undefined) => void
  readonly onStep: (stepKey: string) => void
  /** Whether new events may come. */
  readonly live: boolean
  /** The place of an event by its number alone, where nothing is filtered. */
  readonly placeOf: (seq: number) => number | undefined
}

/** The log as a grid of which only the rows in sight exist. */
export function EventGrid({ log, window, runId, startedAt, openSeq, onOpen, onStep, live, placeOf }: EventGridProps) {
  const rows = rowCount(window)
  const prefix = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => EVENT_ROW_HEIGHT,
    overscan: 20,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  useEffect(() => log.show(first, last), [log, first, last])
  useLinkedRow(virtual, openSeq === undefined ? undefined : (indexOfSeq(window, openSeq) ?? placeOf(openSeq)))
  // Who reads an open event must not be carried away from it.
  const end = useFollowEnd(virtual, rows, live && openSeq === undefined)
  const goTo = (index: number): void => {
    if (index < rows - 1) end.pause()
    virtual.scrollToIndex(index)
  }
  const focus = useGridFocus(window, { openSeq, onOpen, goTo })
  const isActiveInSight = items.some((item) => item.index === focus.activeIndex)
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} onScroll={end.onScroll}>
        <table
          role="grid"
          aria-label="Events"
          aria-rowcount={rows}
          // Only a row that exists may be named; one that was scrolled away does not.
          aria-activedescendant={isActiveInSight ? `${prefix}-${focus.activeIndex}` : undefined}
          tabIndex={0}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={focus.onKeyDown}
          onClick={focus.onClick}
        >
          <tbody>
            {items.map(({ index, start }) => (
              <EventRow
                key={index}
                domId={`${prefix}-${index}`}
                index={index}
                top={start}
                measure={virtual.measureElement}
                row={rowAt(window, index)}
                runId={runId}
                startedAt={startedAt}
                openSeq={openSeq}
                active={index === focus.activeIndex}
                onStep={onStep}
              />
            ))}
          </tbody>
        </table>
      </div>
      <FollowButton end={end} />
    </div>
  )
}

/** Goes to the event that the page was opened for, once. */
function useLinkedRow(virtual: Virtualizer<HTMLDivElement, Element>, linked: number | undefined): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || virtual.options.count === 0) return
    done.current = true
    if (linked !== undefined) virtual.scrollToIndex(linked, { align: 'center' })
  }, [virtual, linked])
}
