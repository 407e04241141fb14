import { Regions } from './regions.ts'

/** The service answered, but not with what was asked for. */
export class RegionServiceError extends Error {
  override readonly name = 'RegionServiceError'
  readonly status: number

  constructor(url: string, status: number) {
    super(`${url} answered ${status}.`)
    this.status = status
  }
}

/** Whether asking again may help: the service is down or busy, or could not be reached. What it refuses, it will refuse again. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof RegionServiceError) return error.status >= 500 || error.status === 429
  // fetch reports what kept it from an answer, such as a refused connection, as a TypeError.
  return error instanceof TypeError
}

/** Throws {@link RegionServiceError} for any status but 2xx, and zod's error for an answer that is no table of regions. */
export async function fetchRegions(url: string, signal: AbortSignal): Promise<Regions> {
  const response = await fetch(url, { signal })
  if (!response.ok) {
    await response.body?.cancel()
    throw new RegionServiceError(url, response.status)
  }
  return Regions.parse(await response.json())
}
