import { useCallback, useRef, useSyncExternalStore } from 'react'
import { useConnection } from '../api/api-context.ts'

/**
 * The time now, refreshed every `everyMs`; 0 stands still. While the page is not live it is the moment it stopped being so:
 * a duration that goes on counting after the line was lost would be a lie.
 */
export function useNow(everyMs: number): number {
  const connection = useConnection()
  const lostAt = 'since' in connection && connection.kind !== 'polling' ? connection.since : undefined
  const now = useRef(Date.now())
  const subscribe = useCallback(
    (listener: () => void) => {
      if (everyMs === 0 || lostAt !== undefined) return () => undefined
      now.current = Date.now()
      const timer = setInterval(() => {
        now.current = Date.now()
        listener()
      }, everyMs)
      return () => clearInterval(timer)
    },
    [everyMs, lostAt],
  )
  const current = useSyncExternalStore(subscribe, () => now.current)
  return lostAt ?? current
}
