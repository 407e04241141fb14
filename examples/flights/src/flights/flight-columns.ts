import { z } from 'zod'

/**
 * A column is checked by one plain loop. A schema for each element would cost more than all the work on the data,
 * and hundreds of thousands of objects would be several times the size on disk.
 */
const columnOf = <T>(accepts: (value: unknown) => boolean, what: string) =>
  z.custom<T[]>((value) => Array.isArray(value) && value.every(accepts), `expected a column of ${what}`)

export const wholeNumbers = columnOf<number>(Number.isInteger, 'whole numbers')
export const texts = columnOf<string>((value) => typeof value === 'string', 'texts')

const numbersWithGaps = columnOf<number | null>((value) => value === null || Number.isInteger(value), 'whole numbers or null')
const textsWithGaps = columnOf<string | null>((value) => value === null || typeof value === 'string', 'texts or null')

const sameLength = (columns: Readonly<Record<string, readonly unknown[]>>): boolean =>
  new Set(Object.values(columns).map((column) => column.length)).size <= 1

/** Flights as the source has them, by column: element i of every column belongs to flight i. Any value may be missing. */
export const RawFlights = z
  .object({
    /** Minutes since 1970-01-01 00:00 by the clock on the wall at the origin. */
    minute: numbersWithGaps,
    /** Minutes behind schedule; negative when early. */
    delay: numbersWithGaps,
    /** Miles. */
    distance: numbersWithGaps,
    /** IATA codes. */
    origin: textsWithGaps,
    destination: textsWithGaps,
  })
  .refine(sameLength, 'expected columns of the same length')
export type RawFlights = z.infer<typeof RawFlights>

/** {@link RawFlights} in which nothing is missing. */
export const Flights = z
  .object({ minute: wholeNumbers, delay: wholeNumbers, distance: wholeNumbers, origin: texts, destination: texts })
  .refine(sameLength, 'expected columns of the same length')
export type Flights = z.infer<typeof Flights>

export const noFlights = (): Flights => ({ minute: [], delay: [], distance: [], origin: [], destination: [] })

/** The hour of the day, 0 to 23, of a minute since 1970. */
export const hourOf = (minute: number): number => Math.floor(minute / 60) % 24
