import { isFrameworkError } from '../src/foundation/errors.ts'

/** Code and whole message of the definition error that `define` throws; anything else it does is what is returned. */
export function refusal(define: () => unknown): string {
  try {
    define()
  } catch (error) {
    return isFrameworkError(error) ? `${error.code}: ${error.message}` : `not a FrameworkError: ${String(error)}`
  }
  return 'nothing was thrown'
}
