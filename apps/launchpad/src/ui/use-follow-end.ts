import type { Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'

export interface FollowEnd {
  /** Rows that have come since the reader went up to look at older ones; undefined while the end is followed. */
  readonly missed: number | undefined
  readonly follow: () => void
  readonly pause: () => void
  /** For the scrolling element: going up pauses, reaching the end follows again. */
  readonly onScroll: () => void
}

const NEARLY_PX = 24

/** Keeps the end of a growing list in sight until its reader looks elsewhere; `live` false leaves the list where it is. */
export function useFollowEnd(virtual: Virtualizer<HTMLDivElement, Element>, rows: number, live: boolean): FollowEnd {
  const [pausedAt, setPausedAt] = useState<number>()
  const lastTop = useRef(0)
  const following = live && pausedAt === undefined
  useEffect(() => {
    if (following && rows > 0) virtual.scrollToIndex(rows - 1)
  }, [virtual, rows, following])
  const pause = (): void => setPausedAt((before) => before ?? rows)
  return {
    missed: live && pausedAt !== undefined ? rows - pausedAt : undefined,
    pause,
    follow() {
      setPausedAt(undefined)
      virtual.scrollToIndex(rows - 1)
    },
    onScroll() {
      const element = virtual.scrollElement
      if (!element || !live) return
      const { scrollTop, clientHeight, scrollHeight } = element
      const wentUp = scrollTop < lastTop.current - 2
      lastTop.current = scrollTop
      if (scrollTop + clientHeight >= scrollHeight - NEARLY_PX) setPausedAt(undefined)
      else if (wentUp) pause()
    },
  }
}
