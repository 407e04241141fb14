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

export type RunConfigErrorCode =
  | 'MISSING_FIELD'
  | 'UNKNOWN_FIELD'
  | 'TYPE_MISMATCH'
  | 'INVALID_VALUE'
  | 'NOT_AN_OBJECT'
  /** `{ env: 'NAME' }` names a variable that the worker's environment does not have. Never at launch: only the worker knows. */
  | 'ENV_NOT_SET'

export type ConfigPath = readonly (string | number)[]

/** `ops.clean.config.limits[2]`; `the run config` for its root. */
export const showConfigPath = (path: ConfigPath): string =>
  path.length === 0
    ? 'the run config'
    : path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')

export function runConfigError(
  code: RunConfigErrorCode,
  path: ConfigPath,
  told: { readonly message: string; readonly expected?: string | null; readonly didYouMean?: string | null | undefined },
): RunConfigError {
  return { path, code, message: told.message, expected: told.expected ?? null, didYouMean: told.didYouMean ?? null }
}
