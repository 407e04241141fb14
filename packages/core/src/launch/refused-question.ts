import { isFrameworkError } from '../foundation/errors.ts'
import type { LaunchOutcome } from './launch-request.ts'

export type RefusedQuestion = Extract<
  LaunchOutcome,
  { readonly kind: 'unknown-job' | 'location-not-loaded' | 'invalid-selection' }
>

/**
 * What a location answered by an error although it is the asker's fault, as an outcome. Any other error is thrown again.
 * @throws whatever is not UNKNOWN_JOB, LOCATION_NOT_LOADED, INVALID_OP_SELECTION or SELECTION_REQUIRED
 */
export function refusedQuestion(
  error: unknown,
  asked: { readonly jobName: string; readonly locationName: string },
): RefusedQuestion {
  if (!isFrameworkError(error)) throw error
  const { code, message, details } = error
  const { position, length, didYouMean } = details
  const meant = typeof didYouMean === 'string' ? didYouMean : null
  if (code === 'UNKNOWN_JOB') return { kind: 'unknown-job', message, jobName: asked.jobName, didYouMean: meant }
  if (code === 'LOCATION_NOT_LOADED') return { kind: 'location-not-loaded', message, locationName: asked.locationName }
  if (code !== 'INVALID_OP_SELECTION' && code !== 'SELECTION_REQUIRED') throw error
  return { kind: 'invalid-selection', message, position: Number(position ?? 0), length: Number(length ?? 0), didYouMean: meant }
}
