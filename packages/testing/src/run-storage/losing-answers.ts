import type { Random, RunStorage } from '@pawl/core/plugin'

export interface LosingAnswersOptions {
  readonly random: Random
  /** Of writes and launches whose answer is lost, from 0 to 1. */
  readonly share: number
  /** At most this many answers are lost in all; any number when it is left out. */
  readonly times?: number
}

/**
 * A storage whose answers get lost after the commit: the write has happened, the caller sees an error. Whoever writes
 * through it must be able to repeat.
 */
export function losingAnswers(
  runs: RunStorage,
  { random, share, times = Number.POSITIVE_INFINITY }: LosingAnswersOptions,
): RunStorage {
  let left = times
  const deliver = <Answer>(answer: Answer): Answer => {
    if (left <= 0 || random() >= share) return answer
    left--
    throw new Error('The answer of the storage was lost.')
  }
  return {
    ...runs,
    write: async (writes) => deliver(await runs.write(writes)),
    launchRuns: async (launches) => deliver(await runs.launchRuns(launches)),
  }
}
