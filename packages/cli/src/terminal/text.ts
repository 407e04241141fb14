import { stripVTControlCharacters } from 'node:util'

const MS_A_SECOND = 1_000
const MS_A_MINUTE = 60_000
const MS_AN_HOUR = 3_600_000

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** A duration in ms as a person would say it: `85 ms`, `1.2 s`, `2 min 05 s`, `3 h 20 min`. */
export function durationText(ms: number): string {
  if (ms < MS_A_SECOND - 0.5) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < MS_A_MINUTE - 50) return `${(ms / MS_A_SECOND).toFixed(1)} s`
  if (ms < MS_AN_HOUR) {
    const seconds = Math.round(ms / MS_A_SECOND)
    return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`
  }
  const minutes = Math.floor(ms / MS_A_MINUTE)
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`
}

const UNITS = ['B', 'kB', 'MB', 'GB']

/** Bytes as `999 B`, `92.2 kB`, `8.5 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? 'B'}`
}

/** `2026-11-22 01:02:03` in the time zone of this machine; with milliseconds where events are told apart. */
export function timeText(at: number, withMs = false): string {
  const date = new Date(at)
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`
  return withMs ? `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : `${day} ${time}`
}

export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

export const truncate = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

const widthOf = (text: string): number => stripVTControlCharacters(text).length

/** Rows with their columns aligned, two spaces apart; colours take no room. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>((known, row) => {
    for (const [index, cell] of row.entries()) known[index] = Math.max(known[index] ?? 0, widthOf(cell))
    return known
  }, [])
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}
