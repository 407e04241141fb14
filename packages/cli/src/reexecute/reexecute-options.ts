import type { JsonValue, MarkedOutput, Strategy } from '@pawl/core/plugin'
import { InvalidArgumentError } from 'commander'
import type { CommonOptions } from '../command-context.ts'
import type { Assignment } from '../launch/launch-options.ts'

/** What `run retry` and `run preview` say of a re-execution. */
export interface ReexecuteOptions extends CommonOptions {
  readonly strategy?: Strategy
  readonly config?: string
  readonly set?: readonly Assignment[]
  readonly tag?: Readonly<Record<string, string>>
  /** False: only those of the job and of `--tag`. */
  readonly parentTags?: boolean
  readonly select?: string
  readonly markDone?: readonly MarkedOutput[]
}

const STRATEGIES: readonly Strategy[] = ['FROM_FAILURE', 'ALL_STEPS', 'SELECTED', 'FROM_SELECTED']

/** `from-failure` as well as `FROM_FAILURE`. */
export function strategyOption(text: string): Strategy {
  const strategy = STRATEGIES.find((one) => one === text.toUpperCase().replaceAll('-', '_'))
  if (strategy !== undefined) return strategy
  throw new InvalidArgumentError(`There are ${STRATEGIES.map((one) => one.toLowerCase().replaceAll('_', '-')).join(', ')}.`)
}

function jsonOf(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    throw new InvalidArgumentError(`${text} is no JSON. A text needs its quotes: --mark-done 'step="text"'.`)
  }
}

/** Reads one more `step=json` or `step:output=json`; `step` alone is one that gives nothing. */
export function addMarkedDone(given: string, before: readonly MarkedOutput[] = []): readonly MarkedOutput[] {
  const equals = given.indexOf('=')
  const name = equals < 0 ? given : given.slice(0, equals)
  const [stepKey = '', output] = name.split(':')
  if (stepKey === '' || output === '')
    throw new InvalidArgumentError(
      'Write it as step=json, such as clean=3, or step:output=json; a step that gives nothing alone.',
    )
  if (equals < 0) return [...before, { stepKey, output: output ?? null, value: null }]
  return [...before, { stepKey, output: output ?? 'result', value: jsonOf(given.slice(equals + 1)) }]
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** A time since when, as UTC milliseconds: an age such as `90m`, `12h`, `1d`, `2w`, or a date such as `2026-01-31` or one with a time. */
export function sinceOption(text: string, now: number = Date.now()): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text) ?? []
  if (amount !== undefined) return now - Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw new InvalidArgumentError('Give an age such as 90m, 12h, 1d or 2w, or a date such as 2026-01-31.')
}
