import type { RunOutput } from '../../src/home/captured-output.ts'

/** What keeps the output of runs that print nothing. */
export const NOTHING_PRINTED: RunOutput = {
  begin: () => undefined,
  write: () => undefined,
  streamsOf: () => [],
  endAttempt: () => undefined,
  end: () => undefined,
}
