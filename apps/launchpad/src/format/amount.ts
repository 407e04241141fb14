const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** 1 KB is 1024 bytes, as everywhere in Pawl. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

const grouped = new Intl.NumberFormat('en')

/** `1 run`, `2,400 runs`; `plural` where an s is not enough. */
export const formatCount = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped.format(count)} ${count === 1 ? noun : plural}`

export const formatNumber = (value: number): string =>
  Number.isInteger(value) ? grouped.format(value) : new Intl.NumberFormat('en', { maximumSignificantDigits: 6 }).format(value)

/** What people compare at a glance: the first eight characters, as long as ids are compared by eye only. UUID v7 share their beginning, so the end is shown. */
export const shortId = (id: string): string => (id.length > 12 ? id.slice(-8) : id)

const RUN_IDS = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g

/** A sentence with the ids of runs in it as they are shown everywhere. */
export const withShortIds = (sentence: string): string => sentence.replaceAll(RUN_IDS, shortId)
