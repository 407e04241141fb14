import type { Random } from './random.ts'

/** A run's identity: a UUID of version 7 in lower case, so that ids sort by the time of their launch. */
export type RunId = string

const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isRunId = (text: string): boolean => RUN_ID.test(text)

/** UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits. */
export function uuidV7(now: number, random: Random): RunId {
  const hex = (digits: number): string => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const variant = (8 + Math.floor(random() * 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`
}
