import {
  type DelaySeconds,
  exponentialBackoff,
  type Jitter,
  job,
  linearBackoff,
  op,
  type RetryPolicy,
  tryExecuteInProcess,
} from '@pawl/core'
import { simulatedClock } from '@pawl/testing'
import { describe, expect, test } from 'vitest'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

const { text } = readPage('docs/op-retries.md')

/** The waits, in seconds, before the retries of an op that always fails. */
async function delaysOf(retry: RetryPolicy, random: () => number = Math.random): Promise<readonly number[]> {
  const failing = op({
    name: 'failing',
    retry,
    run: () => {
      throw new Error('It never works.')
    },
  })
  const clock = simulatedClock()
  const run = tryExecuteInProcess(job('fails', { run: () => failing() }), { clock, random })
  const { events } = await clock.runUntil(run)
  return events.flatMap((event) => (event.type === 'STEP_UP_FOR_RETRY' ? [event.payload.delaySeconds] : []))
}

/** The value of an expression in the table. */
function valueOfCell(cell: string): unknown {
  if (cell === 'left out') return undefined
  const evaluate = new Function('exponentialBackoff', 'linearBackoff', `return (${unquoted(cell)})`)
  return evaluate(exponentialBackoff, linearBackoff)
}

describe('the table of delays', () => {
  test.each(allRows(text, '`delaySeconds`').map(([delay = '', ...waits]) => [delay, waits.map(Number)] as const))(
    '%s',
    async (cell, waits) => {
      const delaySeconds = valueOfCell(cell) as DelaySeconds | undefined
      expect(await delaysOf({ maxRetries: waits.length, ...(delaySeconds === undefined ? {} : { delaySeconds }) })).toEqual(waits)
    },
  )
})

const ALMOST_ONE = 1 - 2 ** -53
const toTenths = (seconds: number | undefined): number => Math.round((seconds ?? Number.NaN) * 10) / 10

/** `6.3 to 15` */
async function spreadOf(policy: RetryPolicy): Promise<string> {
  const least = await delaysOf(policy, () => 0)
  const most = await delaysOf(policy, () => ALMOST_ONE)
  return `${toTenths(least.at(-1))} to ${toTenths(most.at(-1))}`
}

describe('the table of jitters', () => {
  test.each(allRows(text, '`jitter`'))('%s', async (cell = '', ofTen = '', ofForty = '') => {
    const jitter = valueOfCell(cell) as Jitter | undefined
    const policy = jitter === undefined ? {} : { jitter }
    expect(await spreadOf({ maxRetries: 1, delaySeconds: 10, ...policy })).toBe(ofTen)
    expect(await spreadOf({ maxRetries: 3, delaySeconds: exponentialBackoff({ base: 10 }), ...policy })).toBe(ofForty)
  })
})
