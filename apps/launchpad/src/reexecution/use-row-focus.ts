import type { KeyboardEvent, MouseEvent } from 'react'

const PAGE = 15

interface Rows {
  readonly count: number
  /** -1: none yet. */
  readonly active: number
  readonly onActive: (index: number) => void
  readonly onEnter: () => void
}

/** Where a key leads among rows; undefined leaves the key to the browser. */
export function rowAfterKey(key: string, { count, active }: Pick<Rows, 'count' | 'active'>): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: count - 1,
  }
  const to = moves[key]
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to))
}

/** Keyboard and pointer of a grid of which most rows do not exist: it has the focus itself, and what is chosen goes with the keys. */
export function useRowFocus(rows: Rows): {
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onClick: (event: MouseEvent) => void
} {
  return {
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const to = rowAfterKey(event.key, rows)
      if (to === undefined && event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      if (to !== undefined) rows.onActive(to)
      else if (rows.active >= 0) rows.onEnter()
    },
    onClick({ target }) {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
      if (row) rows.onActive(Number(row.dataset['index']))
    },
  }
}
