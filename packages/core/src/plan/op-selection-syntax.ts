/** A stretch of the selection's text, in UTF-16 units from 0. */
export interface Span {
  readonly position: number
  readonly length: number
}

/** How far a clause reaches beyond what it names: a number of levels, or to the end. */
export type Reach = number | 'all'

export type SelectionTarget =
  /** A bare `*`. */
  | { readonly kind: 'everything'; readonly span: Span }
  /** An op or graph by its path; `mappingKey` is null where no `[key]` was written. */
  | {
      readonly kind: 'name'
      readonly name: string
      readonly span: Span
      readonly mappingKey: string | null
      readonly keySpan: Span
    }
  /** `value` is null for `tag:key`, which any value satisfies. */
  | { readonly kind: 'tag'; readonly key: string; readonly value: string | null; readonly span: Span }

/** One part of the union that a selection is. */
export interface SelectionClause {
  readonly target: SelectionTarget
  readonly upstream: Reach
  readonly downstream: Reach
}

export type SelectionErrorCode =
  | 'EMPTY_SELECTION'
  | 'EMPTY_CLAUSE'
  | 'MISSING_NAME'
  | 'INVALID_NAME'
  | 'INVALID_TAG'
  | 'INVALID_MAPPING_KEY'
  | 'MAPPING_KEY_NOT_ALLOWED'
  | 'UNTERMINATED_QUOTE'
  | 'UNEXPECTED_TEXT'
  | 'UNKNOWN_STEP'
  | 'UNKNOWN_MAPPING_KEY'
  | 'UNKNOWN_TAG'

/** Something wrong with a selection, and where. */
export interface SelectionError extends Span {
  readonly code: SelectionErrorCode
  readonly message: string
  /** What to write in place of the span. */
  readonly didYouMean?: string
}

export type ParsedSelection =
  | { readonly ok: true; readonly clauses: readonly SelectionClause[] }
  | { readonly ok: false; readonly errors: readonly SelectionError[] }
