/** How times are shown; undefined leaves the choice to the browser. */
export interface TimeStyle {
  readonly timeZone: string | undefined
  readonly hourCycle: 'h12' | 'h23' | undefined
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `now`, `12 s ago`, `5 m ago`, `3 h ago`, `2 d ago`, then the date: short enough for a column. */
export function formatRelative(at: number, now: number, style: TimeStyle): string {
  const ago = now - at
  // Clocks of two machines differ a little: what just happened must not read as a date in the future.
  if (ago < 5 * SECOND && ago > -MINUTE) return 'now'
  if (ago < 0) return `in ${unit(-ago)}`
  return ago < 7 * DAY ? `${unit(ago)} ago` : dateFormat(style).format(at)
}

function unit(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  return `${Math.floor(ms / DAY)} d`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Building a format costs far more than using it, and there are thousands of rows. */
function cachedFormat(kind: string, style: TimeStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind}|${style.timeZone}|${style.hourCycle}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(undefined, {
    ...options,
    ...(style.timeZone === undefined ? {} : { timeZone: style.timeZone }),
    ...(style.hourCycle === undefined ? {} : { hourCycle: style.hourCycle }),
  })
  formats.set(key, made)
  return made
}

const dateFormat = (style: TimeStyle) => cachedFormat('date', style, { year: 'numeric', month: 'short', day: 'numeric' })

/** Date, time to the second and the zone: what a title or a log's first line needs. */
export const formatAbsolute = (at: number, style: TimeStyle): string =>
  cachedFormat('absolute', style, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at)

/** Time of day to the millisecond, for log rows: in 24 hours unless asked otherwise, because "AM" says nothing in a column of them. */
export const formatClock = (at: number, { timeZone, hourCycle = 'h23' }: TimeStyle): string =>
  cachedFormat(
    'clock',
    { timeZone, hourCycle },
    { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
  ).format(at)

/** Time of day to the second, for what happens soon. */
export const formatTimeOfDay = (at: number, style: TimeStyle): string =>
  cachedFormat('time', style, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)

/** Whether the browser knows this IANA name: a saved or typed zone may be from another browser. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: name })
    return true
  } catch {
    return false
  }
}
