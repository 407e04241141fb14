import { DEEPEST_NESTING } from '@pawl/core/plugin'

/**
 * Parts shared by several places are counted once for each place: a few lists inside each other can stand for billions.
 * More parts than this would not fit into one JSON document either.
 */
const MOST_PARTS = 20_000_000

interface Budget {
  partsLeft: number
}

const isPlainNumber = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0)

function isPlainList(list: readonly unknown[], depth: number, budget: Budget): boolean {
  // A hole reads as undefined, which is not JSON; an array's extra members are no part of it.
  for (let index = 0; index < list.length; index++) if (!isPlain(list[index], depth, budget)) return false
  return true
}

function isPlainRecord(record: Readonly<Record<string, unknown>>, depth: number, budget: Budget): boolean {
  if (Object.getPrototypeOf(record) !== Object.prototype) return false
  for (const key in record) if (!isPlain(record[key], depth, budget)) return false
  return Object.getOwnPropertySymbols(record).length === 0
}

function isPlain(value: unknown, depth: number, budget: Budget): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return isPlainNumber(value)
  budget.partsLeft -= 1
  // A cycle ends here too: it is as deep as one likes.
  if (typeof value !== 'object' || depth > DEEPEST_NESTING || budget.partsLeft < 0) return false
  return Array.isArray(value)
    ? isPlainList(value, depth + 1, budget)
    : isPlainRecord(value as Readonly<Record<string, unknown>>, depth + 1, budget)
}

/** Whether `JSON.parse(JSON.stringify(value))` equals the value in everything: no -0, no undefined, no hole, no Date, no cycle. */
export const isPlainJson = (value: unknown, mostParts: number = MOST_PARTS): boolean =>
  isPlain(value, 1, { partsLeft: mostParts })
