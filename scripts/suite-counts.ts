/** The part of vitest's JSON report that is read here. */
export interface TestReport {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

export interface SuiteCount {
  readonly suite: string
  readonly passed: number
  readonly failed: number
}

/** `packages/core/src/x.test.ts` belongs to `core`, `e2e/launchpad.test.ts` to `e2e`. */
const suiteOf = (path: string): string => {
  const [first = '', second = ''] = path.split('/')
  return ['packages', 'apps', 'examples'].includes(first) ? second : first
}

/** How many tests of each package passed and failed; a file that could not even be loaded is one failure. */
export function suiteCounts(report: TestReport, toRelative: (path: string) => string): readonly SuiteCount[] {
  const counts = new Map<string, { passed: number; failed: number }>()
  for (const { name, status, assertionResults } of report.testResults) {
    const suite = suiteOf(toRelative(name))
    const count = counts.get(suite) ?? { passed: 0, failed: 0 }
    counts.set(suite, count)
    for (const assertion of assertionResults) {
      if (assertion.status === 'passed') count.passed++
      else if (assertion.status === 'failed') count.failed++
    }
    if (status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed')) count.failed++
  }
  return [...counts].map(([suite, count]) => ({ suite, ...count })).sort((a, b) => (a.suite < b.suite ? -1 : 1))
}
