import { isName } from '../foundation/names.ts'
import type {
  ParsedSelection,
  Reach,
  SelectionClause,
  SelectionError,
  SelectionErrorCode,
  SelectionTarget,
  Span,
} from './op-selection-syntax.ts'

/** Where a clause is being read: `text` ends where the clause does, so that positions are those of the whole selection. */
interface Cursor {
  readonly text: string
  at: number
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SelectionError }

const found = <T>(value: T): Read<T> => ({ ok: true, value })
const wrong = (code: SelectionErrorCode, message: string, { position, length }: Span): Read<never> => ({
  ok: false,
  error: { code, message, position, length },
})

/** Takes what `pattern` (sticky) matches at the cursor; an empty string if nothing does. */
function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  const matched = pattern.exec(cursor.text)?.[0] ?? ''
  cursor.at += matched.length
  return matched
}

const SPACE = /\s*/y
const OPERATOR = /\*|\+(?:\s*\+)*/y
const NAME_TEXT = /[^\s,[\]*+"=:]+/y
const TAG_WORD = /tag\s*:/y
const TAG_KEY = /[^\s,="*+]+/y
const QUOTED = /"(?:[^"\\]|\\.)*"/sy
function takeOperator(cursor: Cursor): Reach {
  take(cursor, SPACE)
  const operator = take(cursor, OPERATOR)
  take(cursor, SPACE)
  return operator === '*' ? 'all' : operator.replaceAll(/\s/g, '').length
}

const unquoted = (quoted: string): string => quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1')

const takeTagKey = (cursor: Cursor): string => take(cursor, TAG_KEY)

/** A bare value runs to the end of the clause, but for a `*` or `+`s there, which say how far downstream to go. */
function takeTagValue(cursor: Cursor): string {
  const [rest = ''] = cursor.text.slice(cursor.at).split('"', 1)
  let end = rest.trimEnd().length
  if (rest[end - 1] === '*') end -= 1
  else while (end > 0 && /[\s+]/.test(rest[end - 1] ?? '')) end -= 1
  const value = rest.slice(0, end).trimEnd()
  cursor.at += value.length
  return value
}

function readTagPart(cursor: Cursor, takeBare: (cursor: Cursor) => string): Read<string> {
  if (cursor.text[cursor.at] !== '"') return found(takeBare(cursor))
  const position = cursor.at
  const quoted = take(cursor, QUOTED)
  if (quoted !== '') return found(unquoted(quoted))
  return wrong('UNTERMINATED_QUOTE', 'This quote is never closed.', { position, length: cursor.text.length - position })
}

function readTag(cursor: Cursor, start: number): Read<SelectionTarget> {
  take(cursor, SPACE)
  const key = readTagPart(cursor, takeTagKey)
  if (!key.ok) return key
  const here = (): Span => ({ position: start, length: cursor.at - start })
  if (key.value === '') return wrong('INVALID_TAG', 'Name a tag, such as "tag:team" or "tag:team=ops".', here())
  const afterKey = cursor.at
  take(cursor, SPACE)
  if (cursor.text[cursor.at] !== '=') {
    cursor.at = afterKey
    return found({ kind: 'tag', key: key.value, value: null, span: here() })
  }
  cursor.at += 1
  take(cursor, SPACE)
  const isQuoted = cursor.text[cursor.at] === '"'
  const value = readTagPart(cursor, takeTagValue)
  if (!value.ok) return value
  if (value.value === '' && !isQuoted)
    return wrong('INVALID_TAG', 'Give the tag a value after "=" (`""` for the empty one), or leave "=" out.', here())
  return found({ kind: 'tag', key: key.value, value: value.value, span: here() })
}

const isMappingKey = (text: string): boolean => isName(text) || text === '?'

function readMappingKey(cursor: Cursor): Read<{ readonly key: string | null; readonly span: Span }> {
  const position = cursor.at
  if (cursor.text[position] !== '[') return found({ key: null, span: { position, length: 0 } })
  const close = cursor.text.indexOf(']', position)
  cursor.at = close < 0 ? cursor.text.length : close + 1
  const span = { position, length: cursor.at - position }
  if (close < 0) return wrong('INVALID_MAPPING_KEY', 'This "[" is never closed by "]".', span)
  const key = cursor.text.slice(position + 1, close).trim()
  if (isMappingKey(key)) return found({ key, span })
  return wrong('INVALID_MAPPING_KEY', 'A mapping key is made of A-Z, a-z, 0-9 and _, as in "clean[LAX]".', span)
}

function readName(cursor: Cursor): Read<SelectionTarget> {
  const position = cursor.at
  const name = take(cursor, NAME_TEXT)
  const span = { position, length: name.length }
  if (name === '') {
    const rest = cursor.text.slice(position).trimEnd()
    return rest === ''
      ? wrong('MISSING_NAME', 'The name of an op or graph is missing here.', { position, length: 0 })
      : wrong('UNEXPECTED_TEXT', `Expected the name of an op or graph, "tag:" or "*", not "${rest.slice(0, 1)}".`, {
          position,
          length: 1,
        })
  }
  if (!name.split('.').every(isName))
    return wrong('INVALID_NAME', `"${name}" is not a name: use A-Z, a-z, 0-9 and _, with "." between a graph and its op.`, span)
  const mapping = readMappingKey(cursor)
  if (!mapping.ok) return mapping
  return found({ kind: 'name', name, span, mappingKey: mapping.value.key, keySpan: mapping.value.span })
}

function readTarget(cursor: Cursor): Read<SelectionTarget> {
  const start = cursor.at
  return take(cursor, TAG_WORD) === '' ? readName(cursor) : readTag(cursor, start)
}

function leftover(cursor: Cursor): Read<never> | undefined {
  const position = cursor.at
  const rest = cursor.text.slice(position).trimEnd()
  if (rest === '') return undefined
  const isNext = /^[\w"]/.test(rest)
  const message = isNext ? `Put a comma before "${rest}" to select it too.` : `"${rest}" has no meaning here.`
  return wrong('UNEXPECTED_TEXT', message, { position, length: rest.length })
}

function readClause(cursor: Cursor): Read<SelectionClause> {
  take(cursor, SPACE)
  const start = cursor.at
  if (start === cursor.text.length)
    return wrong('EMPTY_CLAUSE', 'There is nothing to select here.', { position: start, length: 0 })
  const upstream = takeOperator(cursor)
  if (upstream === 'all' && cursor.at === cursor.text.length)
    return found({ target: { kind: 'everything', span: { position: start, length: 1 } }, upstream: 0, downstream: 0 })
  const target = readTarget(cursor)
  if (!target.ok) return target
  const downstream = takeOperator(cursor)
  return leftover(cursor) ?? found({ target: target.value, upstream, downstream })
}

/** The ends of the clauses: commas outside quotes, and the end of the text. A quote that is never closed runs to the end. */
function clauseEnds(text: string): number[] {
  const ends = [...text.matchAll(/"(?:[^"\\]|\\.)*(?:"|$)|,/gs)].filter(([matched]) => matched === ',').map(({ index }) => index)
  return [...ends, text.length]
}

/**
 * Reads an op selection: clauses joined by commas, each `a`, `graph.a`, `a[key]`, `tag:k`, `tag:k=v` or `*`, with `*` or `+`s before it for
 * what lies upstream and after it for what lies downstream. Spaces do not matter. One error at most for each clause, all of them at once.
 */
export function parseOpSelection(text: string): ParsedSelection {
  if (text.trim() === '') {
    const message = 'The selection is empty; write "*" to select every op.'
    return { ok: false, errors: [{ code: 'EMPTY_SELECTION', message, position: 0, length: text.length }] }
  }
  const clauses: SelectionClause[] = []
  const errors: SelectionError[] = []
  let at = 0
  for (const end of clauseEnds(text)) {
    const clause = readClause({ text: text.slice(0, end), at })
    if (clause.ok) clauses.push(clause.value)
    else errors.push(clause.error)
    at = end + 1
  }
  return errors.length === 0 ? { ok: true, clauses } : { ok: false, errors }
}
