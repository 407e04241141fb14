/** Every code a framework error can carry; a code is never renamed once it is released. */
export interface FrameworkErrorOptions {
  /** Names the culprit and the way out, in one or two sentences. */
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/**
 * An error Pawl raises on purpose. Match on `code` (see {@link isFrameworkError}), never with `instanceof`:
 * a user's package and a worker may each hold their own copy of this class.
 */
export class FrameworkError extends Error {
  override readonly name = 'FrameworkError'
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, options: FrameworkErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }
}

/** True for a framework error of any package copy; with `code`, only for that one. */
export const isFrameworkError = (error: unknown, code?: string): error is FrameworkError =>
  error instanceof Error &&
  error.name === 'FrameworkError' &&
  typeof (error as { code?: unknown }).code === 'string' &&
  (code === undefined || (error as { code?: unknown }).code === code)
