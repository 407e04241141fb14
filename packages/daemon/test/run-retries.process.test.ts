import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Run, type RunStorage, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

const HOUR = '3600'

onEachDatabase((database) => {
  let project: TestProject
  beforeAll(async () => {
    // Nobody looks at the queue by itself while these tests run: what is due is known.
    const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 3_600_000 }
    project = await startProject({
      jobs: 'run-retries',
      config: { storage: await database.newStorage(), worker: { processes: 2 }, monitoring },
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  let files = 0
  const newPath = (): string => join(project.directory, `attempts-${files++}`)
  const configOf = (op: string, path: string) => ({ config: { ops: { [op]: { config: { path } } } } })
  const lines = (path: string): number => readFileSync(path, 'utf8').trim().split('\n').length
  const runs = (): RunStorage => project.engine.instance.runs
  const group = async (rootRunId: string): Promise<readonly Run[]> => {
    const newestFirst = await runs().listRuns({ filter: { rootRunId }, limit: 100 })
    return newestFirst.toSorted((a, b) => a.retryNumber - b.retryNumber)
  }
  /** The automatic retry of a failed run, when that has ended too. */
  const endedRetry = (failed: EndedRun): Promise<EndedRun> => project.ended(failed.run.tags['pawl/auto_retry_run_id'] ?? '')
  const reasonOf = (run: EndedRun): string => run.eventsOf('ENGINE_EVENT').at(-1)?.payload.message ?? ''

  test('a run whose process ended is retried by a new run of its group, which succeeds', async () => {
    const path = newPath()
    const failed = await project.run('exits_once', configOf('exiting', path))
    expect(failed.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
    const retry = await endedRetry(failed)
    expect(retry.end).toBe('SUCCESS')
    const { runId } = failed.run
    expect(failed.types.slice(-2)).toEqual(['ENGINE_EVENT', 'RUN_FAILURE'])
    expect(reasonOf(failed)).toBe(`Run retry 1 of 2, from failure, at once. It is run ${retry.run.runId}.`)
    expect(failed.run.tags).toMatchObject({ 'pawl/will_retry': 'true', 'pawl/failure_reason': 'UNEXPECTED_TERMINATION' })
    expect(retry.run).toMatchObject({
      ...{ rootRunId: runId, parentRunId: runId, retryOfRunId: runId, retryNumber: 1, origin: { kind: 'retry' } },
      strategy: 'FROM_FAILURE',
      config: failed.run.config,
      retryPolicy: failed.run.retryPolicy,
      tags: { 'pawl/max_retries': '2', 'pawl/parent_run_id': runId, 'pawl/root_run_id': runId, 'pawl/retry_number': '1' },
    })
    expect(retry.run.tags).not.toHaveProperty('pawl/will_retry')
    expect(lines(path)).toBe(2)
    expect(await group(runId)).toHaveLength(2)
  })

  test('op retries begin anew in each retry run, and the last one says that no more will come', async () => {
    const path = newPath()
    const first = await project.run('fails', { ...configOf('failing', path), tags: { 'pawl/max_retries': 1 } })
    const second = await endedRetry(first)
    expect([first, second].map(({ end }) => end)).toEqual(['FAILURE/STEP_FAILURE', 'FAILURE/STEP_FAILURE'])
    expect([first, second].map(({ steps }) => steps[0]?.attempts)).toEqual([2, 2])
    expect(lines(path)).toBe(4)
    expect(reasonOf(second)).toBe('Not retried again: its one run retry was used.')
    expect(second.run.tags).toMatchObject({ 'pawl/will_retry': 'false' })
    expect(await group(first.run.runId)).toHaveLength(2)
  })

  test('a retry starts when its delay is over, not before', async () => {
    const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' }
    const failed = await project.run('fails', { ...configOf('failing', newPath()), tags })
    const { run } = await endedRetry(failed)
    expect(run.notBefore).toBe((failed.run.endedAt ?? 0) + 400)
    expect(run.startingAt).toBeGreaterThanOrEqual(run.notBefore ?? 0)
  })

  test('a run that waits for its retry’s delay can be canceled', async () => {
    const tags = { 'pawl/max_retries': 5, 'pawl/retry_delay': HOUR }
    const failed = await project.run('fails', { ...configOf('failing', newPath()), tags })
    const retryId = failed.run.tags['pawl/auto_retry_run_id'] ?? ''
    expect(await runs().getRun(retryId)).toMatchObject({ status: 'QUEUED', notBefore: (failed.run.endedAt ?? 0) + 3_600_000 })
    expect(await terminateRun(project.engine.instance, retryId)).toMatchObject({ kind: 'canceled' })
    const canceled = await project.ended(retryId)
    expect(canceled.types).toEqual(['RUN_ENQUEUED', 'ENGINE_EVENT', 'RUN_CANCELED'])
    expect(reasonOf(canceled)).toBe('Not retried: the run was canceled.')
    expect(await group(failed.run.runId)).toHaveLength(2)
  })

  test('a run that a user canceled is never retried', async () => {
    const path = newPath()
    const { runId } = await project.launch('waits', configOf('waiting', path))
    await until('the op has begun', () => existsSync(path))
    await terminateRun(project.engine.instance, runId)
    const canceled = await project.ended(runId)
    expect(canceled.end).toBe('CANCELED')
    expect(reasonOf(canceled)).toBe('Not retried: the run was canceled.')
    expect(await group(runId)).toHaveLength(1)
  })

  test('a step that failed for good keeps its run from being retried, also when the process died after it', async () => {
    const path = newPath()
    const { runId } = await project.launch('hopeless_and_dead', configOf('told', path))
    await until('the step has failed', async () =>
      (await runs().listSteps(runId, { limit: 10 })).some(
        ({ stepKey, status }) => stepKey === 'hopeless' && status === 'FAILURE',
      ),
    )
    project.write(path.slice(project.directory.length), '')
    const run = await project.ended(runId)
    expect(run.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
    expect(reasonOf(run)).toBe('Not retried: a step says that its failure is permanent (allowRetries is false).')
    expect(run.run.tags).toMatchObject({ 'pawl/will_retry': 'false' })
  })

  test('a retry that waits outlives a restart', async () => {
    await using restarted = await startProject({ jobs: 'run-retries', config: { storage: await database.newStorage() } })
    const path = join(restarted.directory, 'attempts')
    const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.6' }
    const failed = await restarted.run('fails', { ...configOf('failing', path), tags })
    await restarted.engine.stop()
    await restarted.start()
    const retry = await restarted.ended(failed.run.tags['pawl/auto_retry_run_id'] ?? '')
    expect(retry.end).toBe('FAILURE/STEP_FAILURE')
    expect(lines(path)).toBe(4)
  })

  test('nothing was reported', () => {
    expect(project.reports).toEqual([])
  })
})
