import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'

onEachDatabase((database) => {
  let project: TestProject
  beforeAll(async () => {
    project = await startProject({
      jobs: 'from-failure',
      config: { storage: await database.newStorage(), worker: { processes: 2 } },
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  const SUM_OF_SQUARES = Array.from({ length: 50 }, (_, number) => number * number).reduce((total, square) => total + square, 0)

  const ops = (path: string) => ({ numbers: { config: { path } }, square: { config: { path } }, sum: { config: { path } } })
  const endedRetry = (failed: EndedRun): Promise<EndedRun> => project.ended(failed.run.tags['pawl/auto_retry_run_id'] ?? '')
  const executed = (path: string): readonly string[] => readFileSync(path, 'utf8').trim().split('\n')
  const reusedIn = (run: EndedRun): number => run.steps.filter(({ status }) => status === 'REUSED').length

  test('a failed run goes on from failure: through a failed step, then a dead process, what succeeded runs once', async () => {
    const path = join(project.directory, 'executed')
    const first = await project.run('squares', { config: { ops: ops(path) } })
    const second = await endedRetry(first)
    const third = await endedRetry(second)
    expect([first, second, third].map(({ end }) => end)).toEqual([
      'FAILURE/STEP_FAILURE',
      'FAILURE/UNEXPECTED_TERMINATION',
      'SUCCESS',
    ])
    // 50 squares and the numbers in the first run, the two unlucky ones and the sum that died in the second, the sum in the third.
    const counts = Map.groupBy(executed(path), (stepKey) => stepKey)
    const more = [...counts].flatMap(([stepKey, attempts]) => (attempts.length === 1 ? [] : [[stepKey, attempts.length]]))
    expect(Object.fromEntries(more)).toEqual({ 'square[n7]': 2, 'square[n31]': 2, sum: 2 })
    expect(counts.size).toBe(52)
    expect([first, second, third].map(reusedIn)).toEqual([0, 49, 51])
    const origins = new Set(third.eventsOf('STEP_REUSED').map(({ payload }) => payload.originRunId))
    expect(origins).toEqual(new Set([first.run.runId, second.run.runId]))
    const [result] = third.outputs.filter(({ stepKey }) => stepKey === 'sum')
    expect(JSON.parse(readFileSync(result?.stored.location ?? '', 'utf8'))).toBe(SUM_OF_SQUARES)
  })

  test('an output that is gone is made again by the retry, and nothing else is', async () => {
    const path = join(project.directory, 'executed-with-loss')
    const first = await project.run('squares', { config: { ops: ops(path) }, tags: { 'pawl/retry_delay': '1' } })
    const lost = first.outputs.find(({ stepKey }) => stepKey === 'square[n3]')
    rmSync(lost?.stored.location ?? '')
    const second = await endedRetry(first)
    const again = executed(path).slice(51)
    expect(again.toSorted()).toEqual(['square[n31]', 'square[n3]', 'square[n7]', 'sum'])
    expect(second.eventsOf('STEP_START', 'square[n3]')).toHaveLength(1)
  })

  test('a retry of all steps reuses nothing', async () => {
    const path = join(project.directory, 'executed-all')
    const tags = { 'pawl/retry_strategy': 'ALL_STEPS', 'pawl/max_retries': 1 }
    const first = await project.run('squares', { config: { ops: ops(path) }, tags })
    const second = await endedRetry(first)
    expect(reusedIn(second)).toBe(0)
    expect(executed(path)).toHaveLength(51 + 52)
  })
})
