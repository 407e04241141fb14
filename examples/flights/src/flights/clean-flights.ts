import { type Flights, noFlights, type RawFlights } from './flight-columns.ts'
import type { Reject, RejectReason } from './reject.ts'

export interface CleaningRules {
  /** Codes of the airports that can be joined. */
  readonly airports: ReadonlySet<string>
  /** More minutes ahead of schedule than this are taken for an error of the source. */
  readonly earliestMinutes: number
  /** The same for minutes behind schedule. */
  readonly latestMinutes: number
}

export interface CleanedFlights {
  readonly valid: Flights
  readonly rejected: readonly Reject[]
}

/** Halfway round the Earth: no flight is longer. */
const LONGEST_FLIGHT_MILES = 12_500

interface Flight {
  readonly minute: number
  readonly delay: number
  readonly distance: number
  readonly origin: string
  readonly destination: string
}

function flightAt(raw: RawFlights, row: number): Flight | undefined {
  const minute = raw.minute[row] ?? undefined
  const delay = raw.delay[row] ?? undefined
  const distance = raw.distance[row] ?? undefined
  const origin = raw.origin[row] ?? undefined
  const destination = raw.destination[row] ?? undefined
  if (minute === undefined || delay === undefined || distance === undefined) return undefined
  if (origin === undefined || destination === undefined) return undefined
  return { minute, delay, distance, origin, destination }
}

function faultOf(flight: Flight, rules: CleaningRules): RejectReason | undefined {
  if (!rules.airports.has(flight.origin) || !rules.airports.has(flight.destination)) return 'unknown_airport'
  if (flight.origin === flight.destination) return 'round_trip'
  if (flight.distance <= 0 || flight.distance > LONGEST_FLIGHT_MILES) return 'implausible_distance'
  if (flight.delay < -rules.earliestMinutes || flight.delay > rules.latestMinutes) return 'implausible_delay'
  return undefined
}

const identityOf = (flight: Flight): string =>
  `${flight.minute} ${flight.delay} ${flight.distance} ${flight.origin} ${flight.destination}`

const rejectAt = (raw: RawFlights, row: number, reason: RejectReason): Reject => ({
  row,
  reason,
  minute: raw.minute[row] ?? null,
  delay: raw.delay[row] ?? null,
  distance: raw.distance[row] ?? null,
  origin: raw.origin[row] ?? null,
  destination: raw.destination[row] ?? null,
})

function keep(valid: Flights, flight: Flight): void {
  valid.minute.push(flight.minute)
  valid.delay.push(flight.delay)
  valid.distance.push(flight.distance)
  valid.origin.push(flight.origin)
  valid.destination.push(flight.destination)
}

/** Parts the flights that can be used from those that cannot. Of flights that are equal in every column the first is kept. */
export function cleanFlights(raw: RawFlights, rules: CleaningRules): CleanedFlights {
  const valid = noFlights()
  const rejected: Reject[] = []
  const seen = new Set<string>()
  for (let row = 0; row < raw.minute.length; row += 1) {
    const flight = flightAt(raw, row)
    const fault = flight === undefined ? 'missing_value' : faultOf(flight, rules)
    if (flight === undefined || fault !== undefined) {
      rejected.push(rejectAt(raw, row, fault ?? 'missing_value'))
      continue
    }
    const identity = identityOf(flight)
    if (seen.has(identity)) rejected.push(rejectAt(raw, row, 'duplicate'))
    else keep(valid, flight)
    seen.add(identity)
  }
  return { valid, rejected }
}
