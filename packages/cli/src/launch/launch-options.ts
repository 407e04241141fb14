import { InvalidArgumentError } from 'commander'
import type { CommonOptions } from '../command-context.ts'

/** One `--set`: where in the run config, and the value as it was written. */
export interface Assignment {
  readonly path: readonly string[]
  readonly text: string
}

export interface LaunchOptions extends CommonOptions {
  readonly location?: string
  readonly config?: string
  readonly set?: readonly Assignment[]
  readonly tag?: Readonly<Record<string, string>>
  readonly select?: string
  readonly inputsFrom?: string
  readonly idempotencyKey?: string
  readonly wait?: boolean
}

/** `a.b\.c` to `a` and `b.c`. */
const splitPath = (path: string): readonly string[] => path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'))

/** Reads one more `path=value`. */
export function addAssignment(given: string, before: readonly Assignment[] = []): readonly Assignment[] {
  const equals = given.indexOf('=')
  const path = splitPath(given.slice(0, Math.max(0, equals)))
  if (equals < 1 || path.includes(''))
    throw new InvalidArgumentError('Write it as path=value, such as ops.clean.config.limit=1000; a dot within a key as \\.')
  return [...before, { path, text: given.slice(equals + 1) }]
}

/** Reads one more `key=value`. */
export function addTag(given: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const equals = given.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value, such as team=ops.')
  const key = given.slice(0, equals)
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`The tag "${key}" is given twice. Keep one.`)
  return { ...before, [key]: given.slice(equals + 1) }
}
