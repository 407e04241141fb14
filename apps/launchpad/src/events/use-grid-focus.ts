import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { indexOfSeq } from './event-log.ts'
import { type EventWindow, rowAt, rowCount } from './event-window.ts'

export interface GridFocus {
  /** The row that keys act on. */
  readonly activeIndex: number
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onClick: (event: MouseEvent) => void
}

const PAGE = 20

/** How far a key moves; undefined leaves it to the browser. */
function moveOf(key: string, rows: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -rows,
    End: rows,
  }
  return moves[key]
}

/** Keyboard and pointer of the log. The grid itself holds the focus, as most of its rows do not exist. */
export function useGridFocus(
  window: EventWindow,
  grid: {
    readonly openSeq: number | undefined
    readonly onOpen: (seq: number | undefined) => void
    /** Called with where the keyboard goes. */
    readonly goTo: (index: number) => void
  },
): GridFocus {
  const { openSeq, onOpen, goTo } = grid
  const rows = rowCount(window)
  const [active, setActive] = useState<number>()
  const opened = openSeq === undefined ? rows - 1 : (indexOfSeq(window, openSeq) ?? 0)
  const activeIndex = Math.min(active ?? opened, rows - 1)
  const toggle = (index: number): void => {
    const row = rowAt(window, index)
    if (row?.kind !== 'event') return
    setActive(index)
    onOpen(row.event.seq === openSeq ? undefined : row.event.seq)
  }
  return {
    activeIndex,
    onKeyDown(event) {
      // Keys in an open event's details belong to what is there.
      if (event.target !== event.currentTarget) return
      const isToggle = event.key === 'Enter' || event.key === ' '
      const move = moveOf(event.key, rows)
      if (!isToggle && move === undefined) return
      event.preventDefault()
      if (isToggle) toggle(activeIndex)
      if (move === undefined) return
      const to = Math.min(rows - 1, Math.max(0, activeIndex + move))
      setActive(to)
      goTo(to)
    },
    onClick({ target }) {
      if (!(target instanceof Element) || target.closest('a, button, summary, [data-details]')) return
      const index = target.closest<HTMLElement>('[data-index]')?.dataset['index']
      // Marking text to copy it ends in a click, too.
      if (index !== undefined && globalThis.getSelection()?.isCollapsed !== false) toggle(Number(index))
    },
  }
}
