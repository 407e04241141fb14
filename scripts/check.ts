import { listCheckSteps } from './check-steps.ts'
import { runStep } from './run-step.ts'

/** Runs every check, says which failed and why, and ends with a line `check: N passed, N failed`. Gives whether all passed. */
export async function check(): Promise<boolean> {
  let passed = 0
  let failed = 0
  for (const step of listCheckSteps()) {
    const result = await runStep(step)
    if (result.passed) passed++
    else {
      failed++
      console.log(`✗ ${result.name}\n${result.output}`)
    }
  }
  console.log(`check: ${passed} passed, ${failed} failed`)
  return failed === 0
}

if (import.meta.main) process.exitCode = (await check()) ? 0 : 1
