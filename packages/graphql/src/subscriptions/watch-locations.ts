import type { Instance, LocationState } from '@pawl/core/plugin'
import { news } from './news.ts'

const LOOK_AGAIN_MS = 60_000
const BETWEEN_MESSAGES_MS = 100

/** Every location as it is now, and again whenever one has changed. */
export async function* watchLocations(
  { locations, clock }: Instance,
  signal: AbortSignal,
): AsyncGenerator<readonly LocationState[], void, void> {
  const wakeUps = news(clock, signal)
  const stopListening = locations.onChange(() => wakeUps.tell())
  try {
    while (!signal.aborted) {
      yield locations.listLocations()
      await clock.sleep(BETWEEN_MESSAGES_MS, signal)
      await wakeUps.wait(LOOK_AGAIN_MS)
    }
  } finally {
    stopListening()
  }
}
