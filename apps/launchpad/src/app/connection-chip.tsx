import { Radio, RefreshCw, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useConnection } from '../api/api-context.ts'
import { POLL_EVERY_MS } from '../api/connection.ts'
import type { ConnectionState } from '../api/connection-state.ts'
import { formatClock } from '../format/time.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { classes } from '../ui/class-names.ts'
import styles from './connection-chip.module.css'

/** Whether what is shown is live, and if not, since when and what is done about it. */
export function ConnectionChip() {
  const connection = useConnection()
  const style = timeStyle(usePreferences())
  const secondsLeft = useSecondsUntil(connection.kind === 'reconnecting' ? connection.retryAt : undefined)
  const clock = (at: number): string => formatClock(at, style).replace(/[.,]\d+/, '')
  const shown = describe(connection, secondsLeft, clock)
  return (
    <span className={classes(styles.chip, styles[connection.kind])} title={shown.title}>
      {shown.icon}
      <span aria-hidden="true">{shown.text}</span>
      {/* Without the countdown, which nobody wants read out. */}
      <span className="visually-hidden" role="status">
        {describe(connection, 0, clock).text}
      </span>
    </span>
  )
}

function describe(connection: ConnectionState, secondsLeft: number, clock: (at: number) => string) {
  switch (connection.kind) {
    case 'connecting':
      return { icon: <RefreshCw aria-hidden="true" size={12} />, text: 'Connecting', title: 'Opening the live connection' }
    case 'live':
      return { icon: <Radio aria-hidden="true" size={12} />, text: 'Live', title: 'Changes appear as they happen' }
    case 'reconnecting':
      return {
        icon: <RefreshCw aria-hidden="true" size={12} />,
        text: `Reconnecting${secondsLeft > 0 ? ` (${secondsLeft} s)` : ''}`,
        title: `Not live since ${clock(connection.since)}`,
      }
    case 'polling':
      return {
        icon: <RefreshCw aria-hidden="true" size={12} />,
        text: `Polling ${POLL_EVERY_MS / 1000} s`,
        title: `The live connection is blocked or broken since ${clock(connection.since)}; asking every ${POLL_EVERY_MS / 1000} s instead`,
      }
    case 'offline':
      return {
        icon: <WifiOff aria-hidden="true" size={12} />,
        text: `Offline since ${clock(connection.since)}`,
        title: 'Pawl does not answer; what is shown may be old',
      }
  }
}

function useSecondsUntil(at: number | undefined): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    if (at === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [at])
  return at === undefined ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
}
