import { isMap, isScalar, type Pair, stringify } from 'yaml'
import { type ConfigDocument, findPath } from './config-document.ts'
import type { ServerProblem } from './config-problem.ts'
import { fieldsAt, isListSchema, isObjectSchema, listedValues, type Schema } from './config-schema.ts'

export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** One way out of a problem: the smallest edit of the text, so that comments, order and quotes stay as they are. */
export interface QuickFix {
  readonly label: string
  readonly change: TextChange
}

export function quickFixes(config: ConfigDocument, problem: ServerProblem, schema: Schema | undefined): readonly QuickFix[] {
  switch (problem.code) {
    case 'UNKNOWN_FIELD':
      return [...renameKey(config, problem), ...removeKey(config, problem)]
    case 'MISSING_FIELD':
      return addField(config, problem, schema)
    default:
      return replaceValue(config, problem)
  }
}

function renameKey(config: ConfigDocument, problem: ServerProblem): readonly QuickFix[] {
  const found = findPath(config, problem.path)
  if (problem.didYouMean === null || found.depth !== problem.path.length || !found.key) return []
  return [{ label: `Change to "${problem.didYouMean}"`, change: { ...found.key, insert: scalarText(problem.didYouMean) } }]
}

function replaceValue(config: ConfigDocument, problem: ServerProblem): readonly QuickFix[] {
  const found = findPath(config, problem.path)
  if (problem.didYouMean === null || found.depth !== problem.path.length || !isScalar(found.node) || !found.value) return []
  return [{ label: `Change to "${problem.didYouMean}"`, change: { ...found.value, insert: scalarText(problem.didYouMean) } }]
}

/** Quoted only where YAML would read a plain word as something else. */
const scalarText = (value: string): string => stringify(value, { lineWidth: 0 }).trimEnd()

function removeKey(config: ConfigDocument, problem: ServerProblem): readonly QuickFix[] {
  const { key, pair, parent, depth } = findPath(config, problem.path)
  if (depth !== problem.path.length || !key || !pair || !isMap(parent)) return []
  const label = `Remove "${problem.path.at(-1)}"`
  if (parent.flow) return [{ label, change: { ...flowExtent(config, key.from, pairEnd(pair, key.to)), insert: '' } }]
  const lineStart = config.text.lastIndexOf('\n', key.from - 1) + 1
  // After `- ` the key shares its line with the dash, which has to stay.
  const alone = config.text.slice(lineStart, key.from).trim() === ''
  const nextLine = config.text.indexOf('\n', Math.max(key.to, pairEnd(pair, key.to) - 1))
  const to = nextLine === -1 ? config.text.length : nextLine + 1
  return alone ? [{ label, change: { from: lineStart, to, insert: '' } }] : []
}

function pairEnd(pair: Pair, keyEnd: number): number {
  const value = pair.value as { range?: readonly [number, number, number] | null } | null
  return value?.range ? Math.max(keyEnd, value.range[1]) : keyEnd
}

/** A comma goes with what is taken out of `{ a: 1, b: 2 }`. */
function flowExtent({ text }: ConfigDocument, from: number, to: number): { readonly from: number; readonly to: number } {
  const after = /^\s*,\s*/.exec(text.slice(to))?.[0].length ?? 0
  if (after > 0) return { from, to: to + after }
  const before = /,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0
  return { from: from - before, to }
}

function addField(config: ConfigDocument, problem: ServerProblem, schema: Schema | undefined): readonly QuickFix[] {
  const name = problem.path.at(-1)
  const found = findPath(config, problem.path)
  // Several levels missing: each is a problem of its own once the outer one is there.
  if (name === undefined || found.depth !== problem.path.length - 1) return []
  const label = `Add "${name}"`
  const value = schema ? valueText(schema, problem.path) : ''
  if (isMap(found.node) && found.node.flow) {
    const at = (found.value?.to ?? 1) - 1
    const comma = found.node.items.length > 0 ? ', ' : ' '
    return [{ label, change: { from: trimmedEnd(config.text, at), to: at, insert: `${comma}${name}: ${value || 'null'} ` } }]
  }
  if (isMap(found.node) && found.node.items.length > 0) {
    const first = findPath(config, [...problem.path.slice(0, -1), String(found.node.items[0]?.key)]).key
    const indent = first ? first.from - (config.text.lastIndexOf('\n', first.from - 1) + 1) : 0
    const at = trimmedEnd(config.text, found.value?.to ?? config.text.length)
    return [{ label, change: { from: at, to: at, insert: `\n${' '.repeat(indent)}${name}: ${value}` } }]
  }
  return found.node === null || isScalar(found.node) ? addToEmpty(config, problem, { label, value }) : []
}

function addToEmpty(
  config: ConfigDocument,
  problem: ServerProblem,
  field: { readonly label: string; readonly value: string },
): readonly QuickFix[] {
  const { key, node, depth } = findPath(config, problem.path)
  if (isScalar(node) && node.value !== null) return []
  const name = problem.path.at(-1)
  if (depth === 0) {
    const end = config.text.length
    const newline = config.text === '' || config.text.endsWith('\n') ? '' : '\n'
    return [{ label: field.label, change: { from: end, to: end, insert: `${newline}${name}: ${field.value}` } }]
  }
  if (!key) return []
  const lineStart = config.text.lastIndexOf('\n', key.from - 1) + 1
  const indent = key.from - lineStart + 2
  const colon = config.text.indexOf(':', key.to) + 1
  return [{ label: field.label, change: { from: colon, to: colon, insert: `\n${' '.repeat(indent)}${name}: ${field.value}` } }]
}

function trimmedEnd(text: string, end: number): number {
  let at = end
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1
  return at
}

/** What a new field starts with: its default, the first of its listed values, or something empty of its type. */
export function valueText(schema: Schema, path: readonly (string | number)[]): string {
  const name = path.at(-1)
  const field = fieldsAt(schema, path.slice(0, -1)).find((each) => each.name === name)
  if (!field) return ''
  const withDefault = field.schemas.find((each) => 'default' in each)
  if (withDefault) return JSON.stringify(withDefault['default'])
  const [first] = listedValues(field.schemas)
  if (first !== undefined) return JSON.stringify(first)
  if (field.schemas.some(isListSchema)) return '[]'
  return field.schemas.some(isObjectSchema) && !field.schemas.some((each) => each['type'] === 'string') ? '{}' : ''
}
