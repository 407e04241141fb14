/**
 * MISSING_FIELD: required, not there · UNKNOWN_FIELD: there, not known · NOT_AN_OBJECT: a section that holds no mapping ·
 * TYPE_MISMATCH: a value of another JSON type than the schema takes · INVALID_VALUE: of the right type, and refused ·
 * ENV_NOT_SET: `{ env: 'NAME' }` names a variable that the worker does not have (never at launch).
 */
export type RunConfigErrorCode =
  | 'MISSING_FIELD'
  | 'UNKNOWN_FIELD'
  | 'NOT_AN_OBJECT'
  | 'TYPE_MISMATCH'
  | 'INVALID_VALUE'
  | 'ENV_NOT_SET'

/** One thing wrong with a run config document. */
export interface RunConfigError {
  /** From the document's root, such as `['ops', 'clean', 'config', 'limit']`. */
  readonly path: readonly (string | number)[]
  readonly code: RunConfigErrorCode
  readonly message: string
  /** What would be right there, in a few words: a JSON type, the allowed values, the known keys. */
  readonly expected?: string
  /** The key or value that was most likely meant. */
  readonly didYouMean?: string
}

/** `ops.clean.config.limits[2]`; `the document` for its root. */
export const showConfigPath = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? 'the document'
    : path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
