import { useEffect, useRef, useState } from 'react'
import { formatCount } from '../format/amount.ts'

const AT_MOST_EVERY_MS = 5_000

/** What to read out while a log grows: how much has come, at most every five seconds. `rows` undefined says nothing. */
export function useAnnouncement(rows: number | undefined): string {
  const [text, setText] = useState('')
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  }, [rows])
  const silent = rows === undefined
  useEffect(() => {
    if (silent) return
    let told = latest.current ?? 0
    const timer = setInterval(() => {
      const count = latest.current ?? 0
      if (count > told) setText(`${formatCount(count - told, 'new event')}`)
      told = count
    }, AT_MOST_EVERY_MS)
    return () => clearInterval(timer)
  }, [silent])
  return text
}
