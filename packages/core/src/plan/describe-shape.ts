import type { JsonObject, JsonValue } from '../foundation/json.ts'
import { choicesOf, type Shape, shapeBelow } from './schema-shape.ts'

const MOST_CHOICES = 12

const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

/** `a string`, `a list`: the JSON type of a value, in words. */
export const typeInWords = (value: unknown): string => {
  if (value === null) return 'null'
  return WORDS[Array.isArray(value) ? 'array' : typeof value] ?? 'something that is not JSON'
}

const either = (words: readonly string[]): string => {
  const all = [...new Set(words)]
  const last = all.pop() ?? ''
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`
}

function choiceWords(choices: readonly JsonValue[]): string {
  const shown = choices.slice(0, MOST_CHOICES).map((choice) => JSON.stringify(choice))
  return choices.length > MOST_CHOICES ? `${shown.join(', ')} or one of ${choices.length - MOST_CHOICES} more` : either(shown)
}

/** Bounds worth telling: the limits of safe integers, which zod writes for every whole number, are not. */
function boundWords(node: JsonObject): string {
  const bound = (key: string, word: string): string[] => {
    const value = node[key]
    return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${word} ${value}`] : []
  }
  const words = [
    ...bound('minimum', 'from'),
    ...bound('exclusiveMinimum', 'above'),
    ...bound('maximum', 'up to'),
    ...bound('exclusiveMaximum', 'below'),
  ]
  return words.length === 0 ? '' : ` ${words.join(' and ')}`
}

function listWords(shape: Shape, node: JsonObject): string {
  const items = shapeBelow({ ...shape, alternatives: [node] }, 0)
  const [only] = items.alternatives
  const plural: Readonly<Record<string, string>> = {
    string: 'strings',
    integer: 'whole numbers',
    number: 'numbers',
    boolean: 'true or false',
    array: 'lists',
    object: 'objects',
  }
  const word = items.alternatives.length === 1 && typeof only?.['type'] === 'string' ? plural[only['type']] : undefined
  return word === undefined ? 'a list' : `a list of ${word}`
}

function nodeWords(shape: Shape, node: JsonObject): string[] {
  const types = Array.isArray(node['type']) ? node['type'] : [node['type']]
  return types.flatMap((type: JsonValue | undefined) => {
    if (type === 'array') return [listWords(shape, node)]
    if (type === 'string' && typeof node['format'] === 'string') return [`a string (${node['format']})`]
    if (type === 'integer' || type === 'number') return [`${WORDS[type]}${boundWords(node)}`]
    return typeof type === 'string' && WORDS[type] !== undefined ? [WORDS[type]] : []
  })
}

/** What may stand here, in a few words: `a whole number above 0`, `"a" or "b"`, `a list of strings`; null where nothing is known. */
export function describeShape(shape: Shape): string | null {
  const choices = choicesOf(shape)
  if (choices !== undefined) return choiceWords(choices)
  const words = shape.alternatives.map((node) => nodeWords(shape, node))
  return words.length === 0 || words.some((some) => some.length === 0) ? null : either(words.flat())
}
