import { expect, test } from 'vitest'
import { suiteCounts } from './suite-counts.ts'

const file = (name: string, statuses: readonly string[], status = 'passed') => ({
  name,
  status,
  assertionResults: statuses.map((one) => ({ status: one })),
})

test('tests are counted by package, whatever folder it lies in', () => {
  const report = {
    success: false,
    testResults: [
      file('packages/core/src/a.test.ts', ['passed', 'failed'], 'failed'),
      file('packages/core/src/b.test.ts', ['passed']),
      file('e2e/launchpad.test.ts', ['passed']),
    ],
  }
  expect(suiteCounts(report, (path) => path)).toEqual([
    { suite: 'core', passed: 2, failed: 1 },
    { suite: 'e2e', passed: 1, failed: 0 },
  ])
})

test('a file that could not be loaded is a failure although none of its tests ran', () => {
  const report = { success: false, testResults: [file('apps/launchpad/src/x.test.ts', [], 'failed')] }
  expect(suiteCounts(report, (path) => path)).toEqual([{ suite: 'launchpad', passed: 0, failed: 1 }])
})
