import type { ConfigPath } from './config-schema.ts'

/** Where the cursor stands in a YAML text that may be half written. Offsets are UTF-16 units. */
export interface YamlCursor {
  /** Of the object the typed key belongs to, or of the value being typed. */
  readonly path: ConfigPath
  readonly place: 'key' | 'value'
  /** What is typed of it so far, and where that begins. */
  readonly typed: string
  readonly from: number
  /** Keys the object has besides the typed one. */
  readonly siblings: readonly string[]
  /** Spaces before the key, or before the key whose value is typed. */
  readonly indent: number
}

interface Line {
  readonly indent: number
  /** How many `- ` stand before the content. */
  readonly dashes: number
  /** Where the content begins, in columns: keys of one object share it. */
  readonly column: number
  readonly content: string
  readonly key: string | undefined
  readonly value: string
  readonly valueColumn: number
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#&*!|>%@`"'{}[\],-][^:#{}[\],]*?|-[^\s:][^:]*?))\s*:(?:\s+|$)/

/**
 * Reads the lines around the cursor by their indentation. A parser would need a whole document, and completion is asked for
 * exactly while there is none.
 */
export function yamlCursor(text: string, offset: number): YamlCursor | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = readLine(text.slice(start, offset))
  if (/^#|\s#/.test(before.content)) return undefined
  const above = text.slice(0, Math.max(0, start - 1)).split('\n')
  const earlier = start === 0 ? [] : above.map(readLine)
  const parents = parentPath(earlier, before)
  if (before.key === undefined) return atKey(text, offset, { before, earlier, parents })
  const value = before.value
  const from = offset - value.length
  const flow = flowCursor(value, from, [...parents, before.key])
  return flow ?? { path: [...parents, before.key], place: 'value', typed: value, from, siblings: [], indent: before.column }
}

function readLine(text: string): Line {
  const [, spaces = '', marks = '', content = ''] = /^( *)((?:-(?: +|$))*)(.*)$/.exec(text) ?? []
  const column = spaces.length + marks.length
  const match = KEY.exec(content)
  const key = match ? (match[1] ?? match[2] ?? match[3]) : undefined
  const value = match ? content.slice(match[0].length) : content
  const dashes = marks.split('-').length - 1
  return { indent: spaces.length, dashes, column, content, key, value, valueColumn: column + (match?.[0].length ?? 0) }
}

const isBlank = (line: Line): boolean =>
  line.dashes === 0 && (line.content.trim() === '' || line.content.trimStart().startsWith('#'))

/** Keys and list positions from the root down to what holds the line. */
function parentPath(earlier: readonly Line[], line: Line): ConfigPath {
  const path: (string | number)[] = []
  let column = line.column
  let indent = line.indent
  let dashes = line.dashes
  let position = 0
  for (const above of earlier.toReversed()) {
    if (isBlank(above)) continue
    if (dashes > 0 && above.dashes > 0 && above.indent === indent) {
      position += 1
      continue
    }
    const holdsList = dashes > 0 && above.column <= indent && above.key !== undefined
    const holdsKeys = dashes === 0 && above.column < column && above.key !== undefined
    const beginsItem = dashes === 0 && above.dashes > 0 && above.indent < column && above.column >= column
    if (!holdsList && !holdsKeys && !beginsItem) continue
    if (beginsItem) {
      // A later key of a list item: the dash that begins the item stands above it.
      ;({ indent, dashes } = above)
      column = above.column
      position = 0
      continue
    }
    path.unshift(...[above.key ?? '', ...(holdsList ? [position] : [])])
    column = above.column
    indent = above.indent
    dashes = above.dashes
    position = 0
  }
  return path
}

function atKey(
  text: string,
  offset: number,
  found: { readonly before: Line; readonly earlier: readonly Line[]; readonly parents: ConfigPath },
): YamlCursor {
  const { before, earlier, parents } = found
  const typed = before.content
  const flow = flowCursor(typed, offset - typed.length, parents)
  if (flow) return flow
  const lineEnd = text.indexOf('\n', offset)
  const later =
    lineEnd === -1
      ? []
      : text
          .slice(lineEnd + 1)
          .split('\n')
          .map(readLine)
  const siblings = [
    ...siblingKeys(earlier.toReversed(), before.column, before.dashes > 0),
    ...siblingKeys(later, before.column, false),
  ]
  return { path: parents, place: 'key', typed, from: offset - typed.length, siblings, indent: before.column }
}

/** Keys at one column, going away from the cursor until a line that stands further left ends the object. */
function siblingKeys(lines: readonly Line[], column: number, stopsAtOnce: boolean): readonly string[] {
  const keys: string[] = []
  if (stopsAtOnce) return keys
  for (const line of lines) {
    if (isBlank(line)) continue
    if (line.column < column || (line.dashes > 0 && line.indent < column && line.column !== column)) break
    if (line.column === column && line.key !== undefined) keys.push(line.key)
    if (line.column === column && line.dashes > 0) break
  }
  return keys
}

/** Inside `{ … }` or `[ … ]` that begins on this line; undefined where there is none. */
function flowCursor(text: string, from: number, base: ConfigPath): YamlCursor | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  interface Level {
    readonly list: boolean
    readonly keys: string[]
    key: string | undefined
    position: number
  }
  const levels: Level[] = []
  let tokenStart = 0
  const pathTo = (): (string | number)[] =>
    levels.flatMap((level): (string | number)[] => (level.list ? [level.position] : level.key === undefined ? [] : [level.key]))
  for (let i = 0; i < text.length; i += 1) {
    const level = levels.at(-1)
    const character = text[i]
    if (character === '{' || character === '[') levels.push({ list: character === '[', keys: [], key: undefined, position: 0 })
    else if (character === '}' || character === ']') levels.pop()
    else if (character === ',' && level) {
      level.key = undefined
      level.position += 1
    } else if (character === ':' && level && !level.list && level.key === undefined) {
      level.key = text
        .slice(tokenStart, i)
        .trim()
        .replaceAll(/^["']|["']$/g, '')
      level.keys.push(level.key)
    } else continue
    tokenStart = i + 1
  }
  const level = levels.at(-1)
  if (!level) return undefined
  const typed = text.slice(tokenStart).trimStart()
  const place = level.list || level.key !== undefined ? 'value' : 'key'
  return { path: [...base, ...pathTo()], place, typed, from: from + text.length - typed.length, siblings: level.keys, indent: 0 }
}
