import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST_WAIT_MS = 20_000

/** Waits until `look` gives something, and not for ever; `what` is named when it never does. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  longestMs: number = LONGEST_WAIT_MS,
): Promise<Exclude<T, false | undefined | null>> {
  const deadline = Date.now() + longestMs
  for (;;) {
    const seen = await look()
    if (seen !== false && seen !== undefined && seen !== null) return seen as Exclude<T, false | undefined | null>
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`)
    await sleep(10)
  }
}
