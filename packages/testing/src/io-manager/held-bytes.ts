import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export interface HeldBytes {
  look(): void
  /** The most that was held, beyond what was at the start, at any look. */
  most(): number
}

/** How many bytes of buffers are in use, not counting garbage: it is collected before each look. */
export function heldBytes(): HeldBytes {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const inUse = (): number => {
    collectGarbage()
    // What a collection finds is given back by another thread, which may be late; the next one waits for it.
    collectGarbage()
    return process.memoryUsage().arrayBuffers
  }
  const atStart = inUse()
  let most = 0
  return {
    look() {
      most = Math.max(most, inUse() - atStart)
    },
    most: () => most,
  }
}
