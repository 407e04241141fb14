import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { previewReexecution } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { config, keysOf, Reexecuting, reasonsOf, requestOf, resultOf, SQUARES, stepsOf } from './reexecuting.ts'

let runs: Reexecuting
beforeAll(async () => {
  runs = await Reexecuting.start()
})
afterAll(() => runs.project[Symbol.asyncDispose]())

test('from failure: the failed copy and what follows it run again; graphs and skipped steps keep their place', async () => {
  const parent = await runs.failedRun('square[n3]')
  const { preview, run } = await runs.both(parent, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(preview)).toEqual({
    numbers: 'reuse',
    ...Object.fromEntries(SQUARES.map((key) => [key, 'reuse'])),
    'square[n3]': 'FAILED',
    sum: 'NEVER_STARTED',
    publish: 'NEVER_STARTED',
    'pages.render': 'NEVER_STARTED',
  })
  expect(run.end).toBe('SUCCESS')
  expect(stepsOf(run, 'STEP_SKIPPED')).toEqual(['publish'])
  expect(resultOf(run, 'pages.render')).toBe('<b>30</b>')
  expect(run.run).toMatchObject({
    ...{
      parentRunId: parent.run.runId,
      rootRunId: parent.run.runId,
      strategy: 'FROM_FAILURE',
      retryNumber: 0,
      retryOfRunId: null,
    },
    tags: { 'pawl/parent_run_id': parent.run.runId, 'pawl/retry_number': '0' },
  })
  // The next one reuses along the chain, and what was skipped stays skipped as long as its reason stands.
  const again = await runs.both(run, { strategy: 'SELECTED', opSelection: 'pages.render' })
  expect(reasonsOf(again.preview)).toMatchObject({ 'square[n3]': 'reuse', publish: 'skip', 'pages.render': 'SELECTED' })
  const origins = new Set(again.run.eventsOf('STEP_REUSED').map(({ payload }) => payload.originRunId))
  expect(origins).toEqual(new Set([parent.run.runId, run.run.runId]))
})

test('of 1,000 mapped steps 3 failed: exactly those 3 and what follows run again', async () => {
  const unlucky = ['square[n7]', 'square[n500]', 'square[n999]']
  runs.failing(...unlucky)
  const parent = await runs.project.run('figures', { config: { ops: { numbers: { config: { count: 1_000 } } } } })
  runs.failing()
  expect(parent.end).toBe('FAILURE/STEP_FAILURE')
  const { preview, run } = await runs.both(parent, { strategy: 'FROM_FAILURE' })
  expect(keysOf(preview.decisions, 'reuse')).toHaveLength(998)
  expect(stepsOf(run, 'STEP_START')).toEqual([...unlucky, 'sum', 'pages.render'])
  expect(resultOf(run, 'sum')).toBe(Array.from({ length: 1_000 }, (_, n) => n * n).reduce((total, square) => total + square))
})

test('all strategies, with copies and with what follows', async () => {
  const parent = await runs.failedRun('pages.render')
  const all = await runs.both(parent, { strategy: 'ALL_STEPS' })
  expect(new Set(Object.values(reasonsOf(all.preview)))).toEqual(new Set(['SELECTED']))
  const one = await runs.both(parent, { strategy: 'SELECTED', opSelection: 'square[n1]' })
  expect(stepsOf(one.run, 'STEP_START')).toEqual(['square[n1]'])
  const following = await runs.both(parent, { strategy: 'FROM_SELECTED', opSelection: 'square[n1]' })
  expect(stepsOf(following.run, 'STEP_START')).toEqual(['square[n1]', 'sum', 'pages.render'])
  // An edit of the selection alone: from failure, but only of a part.
  const part = await runs.both(parent, { strategy: 'FROM_FAILURE', opSelection: 'sum' })
  expect(stepsOf(part.run, 'STEP_START')).toEqual([])
})

test('config changes, missing and torn outputs: what is touched executes, with its reason', async () => {
  const parent = await runs.failedRun('sum')
  const edited = {
    ops: { ...config.ops, square: { config: { factor: 2 } } },
    resources: { client: { config: { region: 'us' } } },
  }
  const changed = await runs.both(parent, { strategy: 'FROM_FAILURE', config: edited })
  expect(reasonsOf(changed.preview)).toMatchObject({ numbers: 'reuse', 'square[n0]': 'CONFIG_CHANGED', sum: 'FAILED' })
  expect(resultOf(changed.run, 'sum')).toBe(60)
  const resources = await runs.both(changed.run, { strategy: 'SELECTED', opSelection: 'publish', config: { ops: edited.ops } })
  expect(resources.preview.warnings.map(({ code }) => code)).toEqual(['RESOURCE_CHANGED'])
  rmSync(parent.outputs.find(({ stepKey }) => stepKey === 'square[n2]')?.stored.location ?? '')
  writeFileSync(parent.outputs.find(({ stepKey }) => stepKey === 'square[n4]')?.stored.location ?? '', 'torn: a longer text')
  const lost = await runs.both(parent, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(lost.preview)).toMatchObject({
    ...{ numbers: 'reuse', 'square[n1]': 'reuse', 'square[n2]': 'OUTPUT_MISSING', 'square[n4]': 'OUTPUT_CHANGED' },
  })
  expect(resultOf(lost.run, 'sum')).toBe(30)
})

test('an output of the right size and the wrong content is found at load, and the next re-execution makes it again', async () => {
  const parent = await runs.failedRun('sum')
  const stored = parent.outputs.find(({ stepKey }) => stepKey === 'square[n3]')?.stored.location ?? ''
  writeFileSync(stored, readFileSync(stored, 'utf8').replace('9', '8'))
  const torn = await runs.both(parent, { strategy: 'FROM_FAILURE' })
  expect(torn.run.end).toBe('FAILURE/STEP_FAILURE')
  expect(torn.run.eventOf('OUTPUT_LOST').payload).toMatchObject({ upstreamStepKey: 'square[n3]' })
  const { preview, run } = await runs.both(torn.run, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(preview)).toMatchObject({ 'square[n2]': 'reuse', 'square[n3]': 'OUTPUT_MISSING', sum: 'FAILED' })
  expect([run.end, resultOf(run, 'sum')]).toEqual(['SUCCESS', 30])
})

test('marks that cannot be are refused, each by its reason, and nothing is launched', async () => {
  const parent = await runs.failedRun('square[n3]', 'square[n4]')
  const refusal = async (stepKey: string, value: unknown, output: string | null = 'result') => {
    const request = { strategy: 'FROM_FAILURE', markedDone: [{ stepKey, output, value: value as never }] } as const
    return previewReexecution(runs.project.engine.instance, requestOf(parent, request))
  }
  expect(await refusal('square[n3]', 'nine')).toMatchObject({
    kind: 'invalid-marks',
    problems: [{ stepKey: 'square[n3]', output: 'result', message: expect.stringContaining('does not fit its schema') }],
  })
  for (const [stepKey, output, message] of [
    ['square[n1]', 'result', 'has succeeded'],
    ['numbers', 'result', 'dynamic output'],
    ['sum', 'total', 'did not run'],
    ['square', 'result', 'name the copy'],
    ['sqare[n3]', 'result', 'no step "sqare"'],
    ['square[n3]', 'other', 'no output "other"'],
    ['square[n3]', null, 'needs a value for its output "result"'],
  ] as const) {
    const refused = await refusal(stepKey, 1, output)
    expect(refused).toMatchObject({ kind: 'invalid-marks' })
    expect(JSON.stringify(refused)).toContain(JSON.stringify(message).slice(1, -1))
  }
})

test('new code decides: a changed version executes, a renamed step is new and the old one is listed', async () => {
  const parent = await runs.failedRun('sum')
  const code = readFileSync(join(runs.project.directory, 'main.ts'), 'utf8')
  runs.failing('square[n1]')
  const versioned = code.replace("name: 'square',", "name: 'square',\n  codeVersion: '2',")
  runs.project.write('main.ts', versioned.replace('= sum({', "= sum.as('add_up')({"))
  await runs.project.engine.instance.locations.reloadLocation('main')
  const { preview, run } = await runs.both(parent, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(preview)).toMatchObject({ numbers: 'reuse', 'square[n0]': 'CODE_VERSION_CHANGED', add_up: 'NEW_STEP' })
  expect(preview.warnings).toMatchObject([{ code: 'STEP_GONE', stepKey: 'sum', text: expect.stringContaining('"add_up"') }])
  expect(run.end).toBe('FAILURE/STEP_FAILURE')
})

test('the engine has had nothing to report', () => {
  expect(runs.project.reports).toEqual([])
})
