import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/class-names.ts'
import { FollowButton } from '../ui/follow-button.tsx'
import { SCROLLS_BY_KEYBOARD } from '../ui/scrollable.ts'
import { useFollowEnd } from '../ui/use-follow-end.ts'
import { type AnsiSpan, parseAnsi } from './ansi.ts'
import { type LogLines, shownLines } from './log-lines.ts'
import styles from './log-view.module.css'

const LINE_HEIGHT = 18

/** Terminal text, line by line; only the lines in sight exist. */
export function LogView({
  log,
  live,
  loadingEarlier,
  onEarlier,
}: {
  readonly log: LogLines
  readonly live: boolean
  readonly loadingEarlier: boolean
  readonly onEarlier: () => void
}) {
  const lines = useMemo(() => shownLines(log), [log])
  const longest = useMemo(() => lines.reduce((most, line) => Math.max(most, line.length), 0), [lines])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 30,
  })
  const end = useFollowEnd(virtual, lines.length, live)
  useOpenAtEnd(virtual, lines.length)
  return (
    <div className={styles.frame}>
      {log.firstOffset > 0 && (
        <div className={styles.earlier}>
          <Button onPress={onEarlier} why={loadingEarlier ? 'It is on its way.' : undefined}>
            Load earlier lines
          </Button>
        </div>
      )}
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label="Printed text"
        onScroll={end.onScroll}
        {...SCROLLS_BY_KEYBOARD}
      >
        <div
          className={styles.lines}
          style={{ height: virtual.getTotalSize(), minWidth: `calc(${Math.min(longest, 20_000)}ch + 80px)` }}
        >
          {virtual.getVirtualItems().map((item) => (
            <div key={item.index} className={styles.line} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={styles.number} aria-hidden="true">
                {log.firstOffset === 0 ? item.index + 1 : ''}
              </span>
              <Spans spans={parseAnsi(lines[item.index] ?? '').spans} />
            </div>
          ))}
        </div>
      </section>
      <FollowButton end={end} />
    </div>
  )
}

/** What was printed last is what one comes for. */
function useOpenAtEnd(virtual: Virtualizer<HTMLDivElement, Element>, rows: number): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || rows === 0) return
    done.current = true
    virtual.scrollToIndex(rows - 1)
  }, [virtual, rows])
}

/** Styles carried over from an earlier line are left out: a line must look the same wherever scrolling began. */
function Spans({ spans }: { readonly spans: readonly AnsiSpan[] }) {
  let at = 0
  return spans.map((span) => {
    const key = at
    at += span.text.length
    return (
      <span
        key={key}
        className={classes(
          span.bold && styles.bold,
          span.dim && styles.dim,
          span.italic && styles.italic,
          span.underline && styles.underline,
        )}
        style={{ color: cssColor(span.color), background: cssColor(span.background) }}
      >
        {span.text}
      </span>
    )
  })
}

const cssColor = (color: string | undefined): string | undefined =>
  color === undefined || color.startsWith('#') ? color : `var(--ansi-${color})`
