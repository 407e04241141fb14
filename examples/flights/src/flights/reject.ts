import { z } from 'zod'

/** Why a flight is left out of the report. */
export const RejectReason = z.enum([
  'missing_value',
  'unknown_airport',
  'round_trip',
  'implausible_distance',
  'implausible_delay',
  'duplicate',
])
export type RejectReason = z.infer<typeof RejectReason>

/** A flight that was left out, as the source has it. */
export const Reject = z.object({
  /** Its number in the source, from 0. */
  row: z.number(),
  reason: RejectReason,
  minute: z.number().nullable(),
  delay: z.number().nullable(),
  distance: z.number().nullable(),
  origin: z.string().nullable(),
  destination: z.string().nullable(),
})
export type Reject = z.infer<typeof Reject>

/** How many flights were left out for each reason, the most frequent first. */
export function countByReason(rejects: readonly Reject[]): { reason: RejectReason; flights: number }[] {
  const counts = new Map<RejectReason, number>()
  for (const { reason } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, flights]) => ({ reason, flights })).sort((a, b) => b.flights - a.flights)
}
