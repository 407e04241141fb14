import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deleteRun, launchReexecution, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine } from '../src/engine.ts'
import type { EndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { config, Reexecuting, reasonsOf, requestOf, resultOf, SQUARES, stepsOf } from './reexecuting.ts'

onEachDatabase((database) => {
  let runs: Reexecuting
  beforeAll(async () => {
    runs = await Reexecuting.start(await database.newStorage())
  })
  afterAll(() => runs.project[Symbol.asyncDispose]())

  test('a failed step is marked as done: its value is stored in the new run, and what follows it goes on', async () => {
    const parent = await runs.failedRun('square[n3]', 'sum')
    const markedDone = [{ stepKey: 'square[n3]', output: 'result', value: 70 }]
    const { preview, run } = await runs.both(parent, { strategy: 'FROM_FAILURE', markedDone })
    expect(preview.markable).toEqual([{ stepKey: 'square[n3]', outputs: ['result'] }])
    expect(reasonsOf(preview)).toMatchObject({ 'square[n3]': 'mark-done', sum: 'NEVER_STARTED' })
    expect([run.end, resultOf(run, 'sum')]).toEqual(['SUCCESS', 91])
    const types = run.types.filter((type) => type === 'RUN_START' || type === 'STEP_MARKED_DONE' || type === 'STEP_START')
    expect(types.slice(0, 3)).toEqual(['RUN_START', 'STEP_MARKED_DONE', 'STEP_START'])
    expect(run.eventOf('STEP_MARKED_DONE').payload.outputs).toMatchObject([
      { output: 'result', stored: { originRunId: run.run.runId, ioManager: 'default', sizeBytes: 3 } },
    ])
    // It counts as any success from then on.
    const next = await runs.both(run, { strategy: 'SELECTED', opSelection: 'sum' })
    expect(reasonsOf(next.preview)).toMatchObject({ 'square[n3]': 'reuse' })
  })

  test('a mark is kept by the automatic retries of its run, and what it stored is reused', async () => {
    const parent = await runs.failedRun('square[n3]')
    runs.failing('sum')
    const markedDone = [{ stepKey: 'square[n3]', output: 'result', value: 0 }]
    const marked = await runs.reexecuted(parent, {
      strategy: 'FROM_FAILURE',
      markedDone,
      tags: { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' },
    })
    runs.failing()
    const retry = await runs.project.ended(marked.run.tags['pawl/auto_retry_run_id'] ?? '')
    expect(retry.run).toMatchObject({ retryNumber: 1, strategy: 'FROM_FAILURE', reexecution: { markedDone } })
    // By then the step had been marked: the retry takes over what was stored, or gives it again where that never came to be.
    expect(retry.eventsOf('STEP_REUSED', 'square[n3]')).toHaveLength(1)
    expect(stepsOf(retry, 'STEP_MARKED_DONE')).toEqual([])
  })

  test('a retry of a run with inputs from another one goes on from failure too', async () => {
    const source = await runs.project.run('figures', { config })
    runs.failing('sum')
    const opSelection = 'square, sum, publish, pages.render'
    const launch = {
      config: {},
      opSelection,
      inputsFromRunId: source.run.runId,
      tags: { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' },
    }
    const first = await runs.project.run('figures', launch)
    runs.failing()
    const retry = await runs.project.ended(first.run.tags['pawl/auto_retry_run_id'] ?? '')
    expect(stepsOf(first, 'STEP_START').toSorted()).toEqual([...SQUARES, 'sum'])
    expect([retry.end, stepsOf(retry, 'STEP_START')]).toEqual(['SUCCESS', ['sum', 'pages.render']])
    expect(new Set(stepsOf(retry, 'STEP_REUSED'))).toEqual(new Set(['numbers', ...SQUARES]))
  })

  test('the retries of a re-execution of a selection and what follows keep what follows', async () => {
    const parent = await runs.failedRun('sum')
    runs.failing('pages.render')
    const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' }
    const first = await runs.reexecuted(parent, { strategy: 'FROM_SELECTED', opSelection: 'sum', tags })
    runs.failing()
    const retry = await runs.project.ended(first.run.tags['pawl/auto_retry_run_id'] ?? '')
    expect([retry.end, stepsOf(retry, 'STEP_START')]).toEqual(['SUCCESS', ['pages.render']])
  })

  test('a selection that left inputs open is re-executed with what its parent had', async () => {
    runs.failing('sum')
    const first = await runs.project.run('figures', { config, opSelection: 'numbers, square, sum' })
    runs.failing()
    const { run } = await runs.both(first, { strategy: 'FROM_FAILURE' })
    expect([run.end, stepsOf(run, 'STEP_START')]).toEqual(['SUCCESS', ['sum']])
    expect(run.eventOf('RUN_START').payload.leftOut).toEqual(['publish', 'pages.render'])
    const all = await runs.both(run, { strategy: 'ALL_STEPS', opSelection: 'sum' })
    expect(stepsOf(all.run, 'STEP_START')).toEqual(['sum'])
  })

  test('a deleted run takes its files with it, but not the outputs that later runs reuse: the fourth run still has the first one’s', async () => {
    const { instance } = runs.project.engine
    const first = await runs.failedRun('sum', 'square[n3]')
    const second = await runs.reexecuted(first, { strategy: 'FROM_FAILURE' })
    const third = await runs.reexecuted(second, { strategy: 'SELECTED', opSelection: 'sum' })
    const waiting = await runs.reexecuted(third, { strategy: 'FROM_FAILURE' }).catch((error: unknown) => String(error))
    expect(waiting).toContain('not-allowed')
    const folderOf = (run: EndedRun): string => join(runs.project.engine.home.outputs, run.run.runId)
    expect(await deleteRun(instance, second.run.runId)).toEqual({
      ...{ kind: 'deleted', runId: second.run.runId, warnings: [] },
      // What it made itself and the third has taken over: the copy that had failed, what it took from the sum having been made anew.
      keptOutputs: 1,
    })
    expect(readdirSync(folderOf(second), { recursive: true })).toEqual(['square[n3]', 'square[n3]/result.json'])
    expect(await deleteRun(instance, first.run.runId)).toMatchObject({ kind: 'deleted', keptOutputs: 9, warnings: [] })
    expect(await instance.runs.getRun(first.run.runId)).toBeUndefined()
    const { run: fourth, preview } = await runs.both(third, { strategy: 'SELECTED', opSelection: 'sum' })
    expect([fourth.end, resultOf(fourth, 'sum'), stepsOf(fourth, 'STEP_START')]).toEqual(['SUCCESS', 30, ['sum']])
    const origins = preview.decisions.flatMap((step) => (step.kind === 'reuse' ? [step.originRunId] : []))
    expect(new Set(origins)).toEqual(new Set([first.run.runId, second.run.runId]))
    for (const { run } of [third, fourth])
      expect(await deleteRun(instance, run.runId)).toMatchObject({ kind: 'deleted', warnings: [] })
    for (const run of [first, second, third, fourth]) expect(existsSync(folderOf(run)), run.run.runId).toBe(false)
    expect(await deleteRun(instance, first.run.runId)).toMatchObject({ kind: 'unknown-run' })
  })

  test('a run is not deleted while one that goes back to it has not ended', async () => {
    const { instance } = runs.project.engine
    const parent = await runs.failedRun('sum')
    const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '60' }
    runs.failing('sum')
    const { run } = await runs.reexecuted(parent, { strategy: 'FROM_FAILURE', tags })
    runs.failing()
    expect(await deleteRun(instance, run.runId)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('may need what it made'),
    })
    const retry = run.tags['pawl/auto_retry_run_id'] ?? ''
    expect(await deleteRun(instance, retry)).toMatchObject({ kind: 'refused', message: expect.stringContaining('QUEUED') })
    await terminateRun(instance, retry)
    expect(await deleteRun(instance, run.runId)).toMatchObject({ kind: 'deleted' })
  })

  test('a mark outlives the process that launched it', async () => {
    const parent = await runs.failedRun('square[n3]')
    const { project } = runs
    await project.engine.stop()
    // It takes requests and executes nothing.
    const launcher = await startEngine({ project: project.project, report: () => undefined, onlyGroups: new Set() })
    project.use(launcher)
    await project.settled()
    const markedDone = [{ stepKey: 'square[n3]', output: 'result', value: 70 }]
    const outcome = await launchReexecution(launcher.instance, requestOf(parent, { strategy: 'FROM_FAILURE', markedDone }))
    await launcher.stop()
    await project.start()
    const run = await project.ended('warnings' in outcome ? outcome.run.runId : JSON.stringify(outcome))
    expect([run.end, resultOf(run, 'sum'), stepsOf(run, 'STEP_MARKED_DONE')]).toEqual(['SUCCESS', 91, ['square[n3]']])
  })

  test('the engine has had nothing to report', () => {
    expect(runs.project.reports).toEqual([])
  })
})
