import { didYouMean } from '../foundation/suggest.ts'
import { MOST_DELAYS } from './retry-check.ts'
import { parseDelayTag, parseJitterTag } from './retry-tags.ts'

/** A tag's value as Pawl reads it, or what is wrong with it: a sentence without its subject ("must be …"). */
export type RunTagValue = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string }

type Rule = (value: string) => RunTagValue

const STRATEGIES = ['FROM_FAILURE', 'ALL_STEPS']

const good = (value: string): RunTagValue => ({ ok: true, value })
const bad = (problem: string): RunTagValue => ({ ok: false, problem })
const isWhole = (value: string): boolean => /^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value))

const wholeFromZero: Rule = (value) =>
  isWhole(value) && Number(value) >= 0 ? good(String(Number(value))) : bad('must be a whole number, 0 or more')
const whole: Rule = (value) =>
  isWhole(value) ? good(String(Number(value))) : bad('must be a whole number, such as "10" or "-1"')
const secondsAboveZero: Rule = (value) =>
  /^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && Number.isFinite(Number(value))
    ? good(value)
    : bad('must be a number of seconds above 0, such as "3600"')

// People who come from Python write True.
const trueOrFalse: Rule = (value) =>
  /^(true|false)$/i.test(value) ? good(value.toLowerCase()) : bad('must be "true" or "false"')

const strategy: Rule = (value) => {
  if (STRATEGIES.includes(value)) return good(value)
  const meant = didYouMean(value, STRATEGIES)
  return bad(`must be "FROM_FAILURE" or "ALL_STEPS"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`)
}

const delay: Rule = (value) => {
  const parsed = parseDelayTag(value)
  if (parsed === undefined) return bad('must be seconds, such as "5", or a list of them, such as "1,10,100"')
  const delays = typeof parsed === 'number' ? [parsed] : parsed
  if (delays.length > MOST_DELAYS)
    return bad(`lists ${delays.length} delays, and ${MOST_DELAYS} are the most; the last one repeats`)
  return delays.every(Number.isFinite) ? good(value) : bad('holds a number that is too large')
}

const jitter: Rule = (value) => {
  const parsed = parseJitterTag(value)
  const isRight = typeof parsed === 'string' || (parsed !== undefined && parsed > 0 && Number.isFinite(parsed))
  return isRight ? good(value) : bad('must be "full", "plus-minus" or a number above 0, such as "0.5"')
}

const isolation: Rule = (value) => (value === 'fresh' ? good(value) : bad('must be "fresh", or left out'))

const RULES: Readonly<Record<string, Rule>> = {
  'pawl/max_retries': wholeFromZero,
  'pawl/retry_strategy': strategy,
  'pawl/retry_on_asset_or_op_failure': trueOrFalse,
  'pawl/retry_delay': delay,
  'pawl/retry_jitter': jitter,
  'pawl/priority': whole,
  'pawl/max_runtime': secondsAboveZero,
  'pawl/isolation': isolation,
}

/** Reads the value of a tag that jobs and runs may carry; any value of any other tag is right. */
export function readRunTag(key: string, value: string): RunTagValue {
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined
  return rule === undefined ? good(value) : rule(value.trim())
}

/** What people may set on a Dagster run, and Pawl reads alike. */
const DAGSTER_TWINS: ReadonlyMap<string, string> = new Map(
  ['max_retries', 'retry_strategy', 'retry_on_asset_or_op_failure', 'priority', 'max_runtime'].map((name) => [
    `dagster/${name}`,
    `pawl/${name}`,
  ]),
)

/** The name under which a tag of a job or run is kept: `dagster/…` names that Pawl reads become its own. */
export const runTagKey = (key: string): string => DAGSTER_TWINS.get(key) ?? key
