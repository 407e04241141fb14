import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react'
import { formatCount } from '../format/amount.ts'
import { Button } from '../ui/button.tsx'
import styles from './event-grid.module.css'
import { type EventLog, indexOfSeq } from './event-log.ts'
import { EventRow } from './event-row.tsx'
import { type EventWindow, rowAt, rowCount } from './event-window.ts'

export const EVENT_ROW_HEIGHT = 24

interface EventGridProps {
  readonly log: EventLog
  readonly window: EventWindow
  readonly runId: string
  /** UTC milliseconds; times are shown from here. */
  readonly startedAt: number
  readonly openSeq: number | undefined
  readonly onOpen: (seq: number | undefined) => void
  readonly onStep: (stepKey: string) => void
  /** Whether new events may come, and the reader wants to be taken along. */
  readonly follow: boolean
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
}

/** The log as a grid of which only the rows in sight exist. */
export function EventGrid(props: EventGridProps) {
  const { log, window, openSeq, onOpen, onStep, follow, following, onFollowing } = props
  const rows = rowCount(window)
  const prefix = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number>()
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => EVENT_ROW_HEIGHT,
    overscan: 20,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  useEffect(() => log.show(first, last), [log, first, last])
  useStart(virtual, openSeq === undefined ? undefined : indexOfSeq(window, openSeq), follow)
  const atEnd = useFollow(virtual, rows, follow && following)
  const activeIndex = Math.min(active ?? (openSeq === undefined ? rows - 1 : (indexOfSeq(window, openSeq) ?? 0)), rows - 1)
  // Only a row that exists may be named; one that was scrolled away does not.
  const activeId = items.some((item) => item.index === activeIndex) ? `${prefix}-${activeIndex}` : undefined
  const toggle = (index: number): void => {
    const row = rowAt(window, index)
    if (row?.kind !== 'event') return
    setActive(index)
    onOpen(row.event.seq === openSeq ? undefined : row.event.seq)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      toggle(activeIndex)
      return
    }
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -rows,
      End: rows,
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    const to = Math.min(rows - 1, Math.max(0, activeIndex + move))
    setActive(to)
    onFollowing(to === rows - 1)
    virtual.scrollToIndex(to)
  }
  const onClick = ({ target }: MouseEvent): void => {
    if (!(target instanceof Element) || target.closest('a, button, summary, [data-details]')) return
    const index = target.closest<HTMLElement>('[data-index]')?.dataset['index']
    // Marking text to copy it ends in a click, too.
    if (index !== undefined && globalThis.getSelection()?.isCollapsed !== false) toggle(Number(index))
  }
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        onWheel={(event) => {
          if (event.deltaY < 0) onFollowing(false)
        }}
        onScroll={() => {
          if (atEnd()) onFollowing(true)
        }}
      >
        <table
          role="grid"
          aria-label="Events"
          aria-rowcount={rows}
          aria-activedescendant={activeId}
          tabIndex={0}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
          onClick={onClick}
        >
          <tbody>
            {items.map((item) => (
              <EventRow
                key={item.index}
                domId={`${prefix}-${item.index}`}
                index={item.index}
                top={item.start}
                measure={virtual.measureElement}
                row={rowAt(window, item.index)}
                runId={props.runId}
                startedAt={props.startedAt}
                openSeq={openSeq}
                active={item.index === activeIndex}
                onStep={onStep}
              />
            ))}
          </tbody>
        </table>
      </div>
      {follow && !following && (
        <div className={styles.newer}>
          <Button
            onPress={() => {
              onFollowing(true)
              virtual.scrollToIndex(rows - 1)
            }}
          >
            <ArrowDown aria-hidden="true" size={13} />
            Paused · follow {formatCount(rows, 'event')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Where the log begins when it is opened: at the linked event, else at its end while it grows, else at its beginning. */
function useStart(virtual: Virtualizer<HTMLDivElement, Element>, linked: number | undefined, follow: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || virtual.options.count === 0) return
    done.current = true
    if (linked !== undefined) virtual.scrollToIndex(linked, { align: 'center' })
    else if (follow) virtual.scrollToIndex(virtual.options.count - 1)
  }, [virtual, linked, follow])
}

/** Keeps the end in sight while it grows. */
function useFollow(virtual: Virtualizer<HTMLDivElement, Element>, rows: number, follow: boolean): () => boolean {
  useEffect(() => {
    if (follow && rows > 0) virtual.scrollToIndex(rows - 1)
  }, [virtual, rows, follow])
  return () => {
    const element = virtual.scrollElement
    return element !== null && element.scrollTop + element.clientHeight >= element.scrollHeight - EVENT_ROW_HEIGHT
  }
}
