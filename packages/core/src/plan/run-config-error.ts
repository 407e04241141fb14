/** One fault of a run config document. */
export interface RunConfigError {
  /** From the document's root; list positions are numbers. */
  readonly path: readonly (string | number)[]
  readonly code: RunConfigErrorCode
  /** Names the culprit and the way out. */
  readonly message: string
  /** The type that would have been right, in words a person reads; null where there is none. */
  readonly expected: string | null
  readonly didYouMean: string | null
}

export type RunConfigErrorCode = 'MISSING_FIELD' | 'UNKNOWN_FIELD' | 'TYPE_MISMATCH' | 'INVALID_VALUE' | 'NOT_AN_OBJECT'
