import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { keyMove } from './key-move.ts'
import type { TimelineRow } from './timeline-rows.ts'

export interface TreeFocus {
  /** The row that keys act on. */
  readonly activeIndex: number
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
}

/** Keyboard and pointer of the treegrid. The grid itself holds the focus, as most of its rows do not exist. */
export function useTreeFocus(
  rows: readonly TimelineRow[],
  tree: {
    readonly selected: string | undefined
    readonly onSelect: (stepKey: string | undefined) => void
    readonly onToggle: (rowId: string) => void
    readonly scrollTo: (index: number) => void
  },
): TreeFocus {
  const { selected, onSelect, onToggle, scrollTo } = tree
  const [activeId, setActiveId] = useState<string>()
  const found = rows.findIndex((row) => row.id === (activeId ?? selected))
  const activeIndex = Math.max(0, found)
  const act = (row: TimelineRow): void => {
    setActiveId(row.id)
    if (row.kind === 'step') onSelect(row.id === selected ? undefined : row.id)
    else onToggle(row.id)
  }
  return {
    activeIndex,
    onKeyDown(event) {
      const row = rows[activeIndex]
      const move = keyMove(event.key, { rows, index: activeIndex, page: 10 })
      if (!row || !move) return
      event.preventDefault()
      if (move.kind === 'toggle') onToggle(row.id)
      if (move.kind === 'act') act(row)
      if (move.kind !== 'go') return
      setActiveId(rows[move.index]?.id)
      scrollTo(move.index)
    },
    onClick({ target, currentTarget }) {
      const index = target instanceof Element ? target.closest<HTMLElement>('[data-index]')?.dataset['index'] : undefined
      const row = rows[Number(index ?? -1)]
      if (row) act(row)
      currentTarget.focus({ preventScroll: true })
    },
  }
}
