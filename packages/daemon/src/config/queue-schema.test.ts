import { expect, test } from 'vitest'
import { resolveConfig } from './load-config.ts'
import { queueLimits } from './queue-limits.ts'

const limitsOf = (queue: unknown) => queueLimits(resolveConfig({ queue }, 'The config').queue)

test('by default nothing is limited', () => {
  expect(limitsOf(undefined)).toEqual({ maxConcurrentRuns: -1, tagConcurrencyLimits: [], pools: {} })
})

test('limits are read with what they leave out', () => {
  const queue = {
    maxConcurrentRuns: 0,
    tagConcurrencyLimits: [
      { key: 'team', value: 'ops', limit: 2 },
      { key: 'customer', applyLimitPerUniqueValue: true, limit: -1 },
      { key: 'heavy', limit: 1 },
    ],
    pools: { database: 3 },
  }
  expect(limitsOf(queue)).toEqual({
    maxConcurrentRuns: 0,
    tagConcurrencyLimits: [
      { key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: 2 },
      { key: 'customer', value: null, applyLimitPerUniqueValue: true, limit: -1 },
      { key: 'heavy', value: null, applyLimitPerUniqueValue: false, limit: 1 },
    ],
    pools: { database: 3 },
  })
})

test.each<[unknown, string]>([
  [{ maxConcurentRuns: 1 }, '"queue.maxConcurentRuns" is no option. Did you mean "maxConcurrentRuns"?'],
  [{ maxConcurrentRuns: -2 }, '"queue.maxConcurrentRuns": a whole number of 0 (nothing runs) or more, or -1 for no limit.'],
  [{ maxConcurrentRuns: 1.5 }, '"queue.maxConcurrentRuns": Invalid input: expected int, received number.'],
  [
    { tagConcurrencyLimits: [{ key: 'team' }] },
    '"queue.tagConcurrencyLimits.0.limit": Invalid input: expected number, received undefined.',
  ],
  [
    { tagConcurrencyLimits: [{ key: ' ', limit: 1 }] },
    '"queue.tagConcurrencyLimits.0.key": Too small: expected string to have >=1 characters.',
  ],
  [
    { tagConcurrencyLimits: [{ key: 'team', value: 'ops', applyLimitPerUniqueValue: true, limit: 1 }] },
    '"queue.tagConcurrencyLimits.0": names one value and limits every value by itself: leave out either "value" or "applyLimitPerUniqueValue".',
  ],
  [{ pools: { 'my pool': 1 } }, '"queue.pools.my pool" is no name: a name of A-Z a-z 0-9 _.'],
  [{ pools: { database: -5 } }, '"queue.pools.database": a whole number of 0 (nothing runs) or more, or -1 for no limit.'],
])('%j is refused by its path', (queue, message) => {
  expect(() => limitsOf(queue)).toThrow(`The config is not right:\n${message}`)
})
