const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const two = (value: number): string => String(value).padStart(2, '0')

/** Milliseconds as `0.4 s`, `12.3 s`, `4 m 05 s`, `2 h 07 m`, `3 d 04 h`: two units at most, so columns stay narrow. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < SECOND) return `${Math.round(ms)} ms`
  // 59.96 s would be rounded up to "60.0 s".
  if (ms < MINUTE - 50) return `${(ms / SECOND).toFixed(1)} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < HOUR / SECOND) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`
  const minutes = Math.round(ms / MINUTE)
  if (minutes < DAY / MINUTE) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`
  const hours = Math.round(ms / HOUR)
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`
}

/** Counts down in whole seconds: it is not over before it says 0. */
export const countdown = (leftMs: number): string =>
  leftMs < MINUTE ? `${Math.max(0, Math.ceil(leftMs / SECOND))} s` : formatDuration(leftMs)

/** For an axis that starts at 0: as few digits as the distance between its ticks asks for. */
export function formatTick(offsetMs: number, stepMs: number): string {
  if (offsetMs === 0) return '0'
  if (stepMs < SECOND) return offsetMs < SECOND ? `${offsetMs} ms` : `${trimmed(offsetMs / SECOND)} s`
  if (stepMs < MINUTE) {
    const seconds = Math.round(offsetMs / SECOND)
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
  }
  const minutes = Math.round(offsetMs / MINUTE)
  return minutes < 60 ? `${minutes} m` : `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`
}

const trimmed = (value: number): string => String(Math.round(value * 1000) / 1000)
