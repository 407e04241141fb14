import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import type { ConfigPath } from './config-schema.ts'

/** Offsets in UTF-16 units, `to` not included. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

/** A run config text and what YAML makes of it. */
export interface ConfigDocument {
  readonly text: string
  readonly document: Document.Parsed
  readonly lines: LineCounter
}

export function readConfigDocument(text: string): ConfigDocument {
  const lines = new LineCounter()
  return { text, document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines }
}

/** What is wrong with the text as YAML, before anything can be said of it as a config. */
export function syntaxProblems({ document, text }: ConfigDocument): readonly (TextRange & { readonly message: string })[] {
  return document.errors.map((error) => {
    const from = Math.min(error.pos[0], text.length)
    return { from, to: Math.min(text.length, Math.max(error.pos[1], from + 1)), message: error.message }
  })
}

const rangeOf = (node: unknown): TextRange | undefined =>
  isNode(node) && node.range ? { from: node.range[0], to: node.range[1] } : undefined

export function pairAt(node: unknown, part: string | number): Pair | undefined {
  if (!isMap(node)) return undefined
  return node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === String(part))
}

/** The deepest part of a path that is written down. */
export interface FoundPath {
  /** How many parts of the path there are in the text. */
  readonly depth: number
  readonly key: TextRange | undefined
  readonly value: TextRange | undefined
  readonly node: Node | null
  /** Set when the last part found is a key of a map. */
  readonly pair: Pair | undefined
  readonly parent: Node | null
}

export function findPath({ document }: ConfigDocument, path: ConfigPath): FoundPath {
  let found: FoundPath = {
    depth: 0,
    key: undefined,
    value: rangeOf(document.contents),
    node: document.contents as Node | null,
    pair: undefined,
    parent: null,
  }
  for (const part of path) {
    const next = step(found, part)
    if (!next) return found
    found = next
  }
  return found
}

function step(found: FoundPath, part: string | number): FoundPath | undefined {
  const parent = found.node
  if (isSeq(parent)) {
    const node = parent.items[Number(part)]
    return isNode(node)
      ? { depth: found.depth + 1, key: undefined, value: rangeOf(node), node, pair: undefined, parent }
      : undefined
  }
  const pair = pairAt(parent, part)
  if (!pair) return undefined
  const node = isNode(pair.value) ? pair.value : null
  return { depth: found.depth + 1, key: rangeOf(pair.key), value: rangeOf(node), node, pair, parent }
}

/** The path of the key or value at an offset, with its range; for hover. */
export function pathAt(
  config: ConfigDocument,
  offset: number,
): { readonly path: ConfigPath; readonly range: TextRange } | undefined {
  return search(config.document.contents, offset, [])
}

const holds = (range: TextRange | undefined, offset: number): range is TextRange =>
  range !== undefined && range.from <= offset && offset <= range.to

function search(
  node: unknown,
  offset: number,
  path: ConfigPath,
): { readonly path: ConfigPath; readonly range: TextRange } | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue
      const inner = [...path, String(pair.key.value)]
      const key = rangeOf(pair.key)
      if (holds(key, offset)) return { path: inner, range: key }
      const found = search(pair.value, offset, inner)
      if (found) return found
    }
    return undefined
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = search(item, offset, [...path, index])
      if (found) return found
    }
    return undefined
  }
  const range = rangeOf(node)
  return holds(range, offset) && path.length > 0 ? { path, range } : undefined
}
