import type { DeliveryOutcome, Random } from '@pawl/core/plugin'

/** Tries of one notification; with the delays between them they take six to eight hours. */
export const MOST_ATTEMPTS = 20

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 3_600_000

/**
 * What becomes of a notification whose try has failed: another one after a delay that doubles from a second to an hour, of which a random
 * half is left out so that many that failed together do not come back together.
 */
export function decideDelivery(
  { attempt, error }: { readonly attempt: number; readonly error: string },
  { now, random }: { readonly now: number; readonly random: Random },
): DeliveryOutcome {
  if (attempt >= MOST_ATTEMPTS) return { kind: 'given-up', at: now, error }
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS)
  return { kind: 'postponed', notBefore: now + Math.round(delay * (1 - random() / 2)), error }
}
