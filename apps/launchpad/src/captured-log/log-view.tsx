import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/class-names.ts'
import { SCROLLS_BY_KEYBOARD } from '../ui/scrollable.ts'
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
  const [following, setFollowing] = useState(true)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 30,
  })
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1)
  }, [virtual, lines.length, following])
  const onScroll = (): void => {
    const element = scroller.current
    if (element) setFollowing(element.scrollTop + element.clientHeight >= element.scrollHeight - LINE_HEIGHT)
  }
  return (
    <div className={styles.frame}>
      {log.firstOffset > 0 && (
        <div className={styles.earlier}>
          <Button onPress={onEarlier} why={loadingEarlier ? 'It is on its way.' : undefined}>
            Load earlier lines
          </Button>
        </div>
      )}
      <section ref={scroller} className={styles.scroller} aria-label="Printed text" onScroll={onScroll} {...SCROLLS_BY_KEYBOARD}>
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
      {live && !following && (
        <div className={styles.follow}>
          <Button onPress={() => setFollowing(true)}>
            <ArrowDown aria-hidden="true" size={13} />
            Follow
          </Button>
        </div>
      )}
    </div>
  )
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
