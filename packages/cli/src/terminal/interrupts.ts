const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls back at each Ctrl-C, SIGTERM and SIGHUP with how many there have been; the process goes on meanwhile. The third ends it, whatever
 * it does: a person who presses three times has waited long enough. Gives how to stop listening.
 */
export function onInterrupt(listener: (count: number) => void): () => void {
  let count = 0
  const interrupted = (): void => {
    count++
    if (count > 2) process.exit(130)
    listener(count)
  }
  for (const signal of SIGNALS) process.on(signal, interrupted)
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupted)
  }
}
