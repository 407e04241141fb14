import type { LocationCatalog, LocationState } from '@pawl/core/plugin'

/** Resolves once no location is being loaded, or not the one that is named. Rejects with the signal's reason. */
export function whenLoaded(locations: LocationCatalog, name: string | undefined, signal: AbortSignal): Promise<void> {
  const isAwaited = (state: LocationState): boolean => state.status === 'loading' && (name === undefined || state.name === name)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = (): void => {
    if (!locations.listLocations().some(isAwaited)) resolve()
  }
  const give = (): void => reject(signal.reason)
  signal.addEventListener('abort', give, { once: true })
  const stopListening = locations.onChange(look)
  if (signal.aborted) give()
  look()
  return promise.finally(() => {
    stopListening()
    signal.removeEventListener('abort', give)
  })
}
