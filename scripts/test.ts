import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { check } from './check.ts'
import { type SuiteCount, suiteCounts, type TestReport } from './suite-counts.ts'

const inherit = { stdio: 'inherit' } as const

/** Runs all tests and gives their report; undefined when the runner itself failed. */
function runTests(): TestReport | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'pawl-tests-'))
  const reportPath = join(directory, 'report.json')
  try {
    spawnSync(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`, '--silent=passed-only'],
      inherit,
    )
    return JSON.parse(readFileSync(reportPath, 'utf8')) as TestReport
  } catch {
    return undefined
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const printCount = ({ suite, passed, failed }: SuiteCount): void => console.log(`${suite}: ${passed} passed, ${failed} failed`)

const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only'], inherit)
if (built.status !== 0) process.exit(1)
const checked = await check()
const report = runTests()
if (report === undefined) {
  console.log('The tests could not be run.')
  process.exit(1)
}
const counts = suiteCounts(report, (path) => relative(process.cwd(), path))
for (const count of counts) printCount(count)
process.exitCode = checked && report.success && counts.every(({ failed }) => failed === 0) ? 0 : 1
