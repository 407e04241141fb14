import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  deleteRun,
  launchReexecution,
  previewReexecution,
  type ReexecutionPreview,
  type ReexecutionRequest,
  type StepDecision,
  splitStepKey,
  terminateRun,
} from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import { startProject, type TestProject } from './project.ts'

let project: TestProject
beforeAll(async () => {
  project = await startProject({ jobs: 'reexecution', config: { worker: { processes: 2 } } })
})
afterAll(() => project[Symbol.asyncDispose]())

const config = { ops: { numbers: { config: { count: 5 } } } }
const failing = (...stepKeys: string[]): void => project.write('fail.json', JSON.stringify(stepKeys))

async function failedRun(...stepKeys: string[]): Promise<EndedRun> {
  failing(...stepKeys)
  const run = await project.run('figures', { config })
  expect(run.end, run.shown).toBe('FAILURE/STEP_FAILURE')
  failing()
  return run
}

type Request = Omit<ReexecutionRequest, 'parentRunId' | 'origin'>

const requestOf = ({ run }: EndedRun, request: Request): ReexecutionRequest => ({
  parentRunId: run.runId,
  origin: { kind: 'api' },
  ...request,
})

async function previewOf(parent: EndedRun, request: Request): Promise<ReexecutionPreview> {
  const preview = await previewReexecution(project.engine.instance, requestOf(parent, request))
  if (preview.kind !== 'decided') throw new Error(`Refused: ${JSON.stringify(preview)}`)
  return preview
}

async function reexecuted(parent: EndedRun, request: Request): Promise<EndedRun> {
  const outcome = await launchReexecution(project.engine.instance, requestOf(parent, request))
  if (!('warnings' in outcome)) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return project.ended(outcome.run.runId)
}

const keysOf = (decisions: readonly StepDecision[], kind: StepDecision['kind']): string[] =>
  decisions.filter((step) => step.kind === kind).map(({ stepKey }) => stepKey)
const stepsOf = (run: EndedRun, type: 'STEP_REUSED' | 'STEP_START' | 'STEP_SKIPPED' | 'STEP_MARKED_DONE'): string[] =>
  run.eventsOf(type).map(({ stepKey = '' }) => stepKey)

/** What a preview has said is what the run did: no more, no less, and nothing else. */
function expectAgreement({ decisions, warnings }: ReexecutionPreview, run: EndedRun): void {
  expect(stepsOf(run, 'STEP_REUSED'), run.shown).toEqual(keysOf(decisions, 'reuse'))
  expect(stepsOf(run, 'STEP_MARKED_DONE')).toEqual(keysOf(decisions, 'mark-done'))
  const origins = decisions.flatMap((step) => (step.kind === 'reuse' ? [[step.stepKey, step.originRunId]] : []))
  expect(run.eventsOf('STEP_REUSED').map(({ stepKey, payload }) => [stepKey, payload.originRunId])).toEqual(origins)
  const skipped = stepsOf(run, 'STEP_SKIPPED')
  for (const key of keysOf(decisions, 'skip')) expect(skipped).toContain(key)
  // A step below one that executes may turn out to have nothing to do; of `op[?]` only the run knows the copies.
  const decided = new Set(keysOf(decisions, 'execute'))
  const isDecided = (key: string): boolean => decided.has(key) || decided.has(`${splitStepKey(key).key}[?]`)
  const ran = [...stepsOf(run, 'STEP_START'), ...skipped]
  expect(stepsOf(run, 'STEP_START').filter((key) => !isDecided(key))).toEqual([])
  // In a run that failed, steps below the failure had no turn.
  for (const key of run.end === 'SUCCESS' ? decided : []) {
    const { key: planKey, mappingKey } = splitStepKey(key)
    expect(ran.some((one) => (mappingKey === '?' ? splitStepKey(one).key === planKey : one === key))).toBe(true)
  }
  const said = run.eventsOf('ENGINE_EVENT').map(({ payload }) => payload.message)
  for (const { text } of warnings) expect(said).toContain(text)
}

async function both(
  parent: EndedRun,
  request: Request,
): Promise<{ readonly preview: ReexecutionPreview; readonly run: EndedRun }> {
  const preview = await previewOf(parent, request)
  const run = await reexecuted(parent, request)
  expectAgreement(preview, run)
  return { preview, run }
}

const SQUARES = ['n0', 'n1', 'n2', 'n3', 'n4'].map((key) => `square[${key}]`)
const resultOf = (run: EndedRun, stepKey: string): unknown => {
  const output = run.outputs.find((one) => one.stepKey === stepKey)
  const text = readFileSync(output?.stored.location ?? '', 'utf8')
  return output?.stored.location.endsWith('.txt') === true ? text : JSON.parse(text)
}
const reasonsOf = ({ decisions }: ReexecutionPreview): Record<string, string> =>
  Object.fromEntries(decisions.map((step) => [step.stepKey, step.kind === 'execute' ? step.reason.code : step.kind]))

test('from failure: the failed copy and what follows it run again; graphs and skipped steps keep their place', async () => {
  const parent = await failedRun('square[n3]')
  const { preview, run } = await both(parent, { strategy: 'FROM_FAILURE' })
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
  const again = await both(run, { strategy: 'SELECTED', opSelection: 'pages.render' })
  expect(reasonsOf(again.preview)).toMatchObject({ 'square[n3]': 'reuse', publish: 'skip', 'pages.render': 'SELECTED' })
  const origins = new Set(again.run.eventsOf('STEP_REUSED').map(({ payload }) => payload.originRunId))
  expect(origins).toEqual(new Set([parent.run.runId, run.run.runId]))
})

test('of 1,000 mapped steps 3 failed: exactly those 3 and what follows run again', async () => {
  const unlucky = ['square[n7]', 'square[n500]', 'square[n999]']
  failing(...unlucky)
  const parent = await project.run('figures', { config: { ops: { numbers: { config: { count: 1_000 } } } } })
  failing()
  expect(parent.end).toBe('FAILURE/STEP_FAILURE')
  const { preview, run } = await both(parent, { strategy: 'FROM_FAILURE' })
  expect(keysOf(preview.decisions, 'reuse')).toHaveLength(998)
  expect(stepsOf(run, 'STEP_START')).toEqual([...unlucky, 'sum', 'pages.render'])
  expect(resultOf(run, 'sum')).toBe(Array.from({ length: 1_000 }, (_, n) => n * n).reduce((total, square) => total + square))
})

test('all strategies, with copies and with what follows', async () => {
  const parent = await failedRun('pages.render')
  const all = await both(parent, { strategy: 'ALL_STEPS' })
  expect(new Set(Object.values(reasonsOf(all.preview)))).toEqual(new Set(['SELECTED']))
  const one = await both(parent, { strategy: 'SELECTED', opSelection: 'square[n1]' })
  expect(stepsOf(one.run, 'STEP_START')).toEqual(['square[n1]'])
  const following = await both(parent, { strategy: 'FROM_SELECTED', opSelection: 'square[n1]' })
  expect(stepsOf(following.run, 'STEP_START')).toEqual(['square[n1]', 'sum', 'pages.render'])
  // An edit of the selection alone: from failure, but only of a part.
  const part = await both(parent, { strategy: 'FROM_FAILURE', opSelection: 'sum' })
  expect(stepsOf(part.run, 'STEP_START')).toEqual([])
})

test('config changes, missing and torn outputs: what is touched executes, with its reason', async () => {
  const parent = await failedRun('sum')
  const edited = {
    ops: { ...config.ops, square: { config: { factor: 2 } } },
    resources: { client: { config: { region: 'us' } } },
  }
  const changed = await both(parent, { strategy: 'FROM_FAILURE', config: edited })
  expect(reasonsOf(changed.preview)).toMatchObject({ numbers: 'reuse', 'square[n0]': 'CONFIG_CHANGED', sum: 'FAILED' })
  expect(resultOf(changed.run, 'sum')).toBe(60)
  const resources = await both(changed.run, { strategy: 'SELECTED', opSelection: 'publish', config: { ops: edited.ops } })
  expect(resources.preview.warnings.map(({ code }) => code)).toEqual(['RESOURCE_CHANGED'])
  rmSync(parent.outputs.find(({ stepKey }) => stepKey === 'square[n2]')?.stored.location ?? '')
  writeFileSync(parent.outputs.find(({ stepKey }) => stepKey === 'square[n4]')?.stored.location ?? '', 'torn: a longer text')
  const lost = await both(parent, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(lost.preview)).toMatchObject({
    ...{ numbers: 'reuse', 'square[n1]': 'reuse', 'square[n2]': 'OUTPUT_MISSING', 'square[n4]': 'OUTPUT_CHANGED' },
  })
  expect(resultOf(lost.run, 'sum')).toBe(30)
})

test('an output of the right size and the wrong content is found at load, and the next re-execution makes it again', async () => {
  const parent = await failedRun('sum')
  const stored = parent.outputs.find(({ stepKey }) => stepKey === 'square[n3]')?.stored.location ?? ''
  writeFileSync(stored, readFileSync(stored, 'utf8').replace('9', '8'))
  const torn = await both(parent, { strategy: 'FROM_FAILURE' })
  expect(torn.run.end).toBe('FAILURE/STEP_FAILURE')
  expect(torn.run.eventOf('OUTPUT_LOST').payload).toMatchObject({ upstreamStepKey: 'square[n3]' })
  const { preview, run } = await both(torn.run, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(preview)).toMatchObject({ 'square[n2]': 'reuse', 'square[n3]': 'OUTPUT_MISSING', sum: 'FAILED' })
  expect([run.end, resultOf(run, 'sum')]).toEqual(['SUCCESS', 30])
})

test('a failed step is marked as done: its value is stored in the new run, and what follows it goes on', async () => {
  const parent = await failedRun('square[n3]', 'sum')
  const markedDone = [{ stepKey: 'square[n3]', output: 'result', value: 70 }]
  const { preview, run } = await both(parent, { strategy: 'FROM_FAILURE', markedDone })
  expect(preview.markable).toEqual([{ stepKey: 'square[n3]', outputs: ['result'] }])
  expect(reasonsOf(preview)).toMatchObject({ 'square[n3]': 'mark-done', sum: 'NEVER_STARTED' })
  expect([run.end, resultOf(run, 'sum')]).toEqual(['SUCCESS', 91])
  const types = run.types.filter((type) => type === 'RUN_START' || type === 'STEP_MARKED_DONE' || type === 'STEP_START')
  expect(types.slice(0, 3)).toEqual(['RUN_START', 'STEP_MARKED_DONE', 'STEP_START'])
  expect(run.eventOf('STEP_MARKED_DONE').payload.outputs).toMatchObject([
    { output: 'result', stored: { originRunId: run.run.runId, ioManager: 'default', sizeBytes: 3 } },
  ])
  // It counts as any success from then on.
  const next = await both(run, { strategy: 'SELECTED', opSelection: 'sum' })
  expect(reasonsOf(next.preview)).toMatchObject({ 'square[n3]': 'reuse' })
})

test('a mark is kept by the automatic retries of its run, and what it stored is reused', async () => {
  const parent = await failedRun('square[n3]')
  failing('sum')
  const markedDone = [{ stepKey: 'square[n3]', output: 'result', value: 0 }]
  const marked = await reexecuted(parent, {
    strategy: 'FROM_FAILURE',
    markedDone,
    tags: { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' },
  })
  failing()
  const retry = await project.ended(marked.run.tags['pawl/auto_retry_run_id'] ?? '')
  expect(retry.run).toMatchObject({ retryNumber: 1, strategy: 'FROM_FAILURE', reexecution: { markedDone } })
  // By then the step had been marked: the retry takes over what was stored, or gives it again where that never came to be.
  expect(retry.eventsOf('STEP_REUSED', 'square[n3]')).toHaveLength(1)
  expect(stepsOf(retry, 'STEP_MARKED_DONE')).toEqual([])
})

test('marks that cannot be are refused, each by its reason, and nothing is launched', async () => {
  const parent = await failedRun('square[n3]', 'square[n4]')
  const refusal = async (stepKey: string, value: unknown, output: string | null = 'result') => {
    const request = { strategy: 'FROM_FAILURE', markedDone: [{ stepKey, output, value: value as never }] } as const
    return previewReexecution(project.engine.instance, requestOf(parent, request))
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

test('a retry of a run with inputs from another one goes on from failure too', async () => {
  const source = await project.run('figures', { config })
  failing('sum')
  const opSelection = 'square, sum, publish, pages.render'
  const launch = {
    config: {},
    opSelection,
    inputsFromRunId: source.run.runId,
    tags: { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' },
  }
  const first = await project.run('figures', launch)
  failing()
  const retry = await project.ended(first.run.tags['pawl/auto_retry_run_id'] ?? '')
  expect(stepsOf(first, 'STEP_START').toSorted()).toEqual([...SQUARES, 'sum'])
  expect([retry.end, stepsOf(retry, 'STEP_START')]).toEqual(['SUCCESS', ['sum', 'pages.render']])
  expect(new Set(stepsOf(retry, 'STEP_REUSED'))).toEqual(new Set(['numbers', ...SQUARES]))
})

test('the retries of a re-execution of a selection and what follows keep what follows', async () => {
  const parent = await failedRun('sum')
  failing('pages.render')
  const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '0.4' }
  const first = await reexecuted(parent, { strategy: 'FROM_SELECTED', opSelection: 'sum', tags })
  failing()
  const retry = await project.ended(first.run.tags['pawl/auto_retry_run_id'] ?? '')
  expect([retry.end, stepsOf(retry, 'STEP_START')]).toEqual(['SUCCESS', ['pages.render']])
})

test('a selection that left inputs open is re-executed with what its parent had', async () => {
  failing('sum')
  const first = await project.run('figures', { config, opSelection: 'numbers, square, sum' })
  failing()
  const { run } = await both(first, { strategy: 'FROM_FAILURE' })
  expect([run.end, stepsOf(run, 'STEP_START')]).toEqual(['SUCCESS', ['sum']])
  expect(run.eventOf('RUN_START').payload.leftOut).toEqual(['publish', 'pages.render'])
  const all = await both(run, { strategy: 'ALL_STEPS', opSelection: 'sum' })
  expect(stepsOf(all.run, 'STEP_START')).toEqual(['sum'])
})

test('a deleted run takes its files with it, but not the outputs that later runs reuse: the fourth run still has the first one’s', async () => {
  const { instance } = project.engine
  const first = await failedRun('sum', 'square[n3]')
  const second = await reexecuted(first, { strategy: 'FROM_FAILURE' })
  const third = await reexecuted(second, { strategy: 'SELECTED', opSelection: 'sum' })
  const waiting = await reexecuted(third, { strategy: 'FROM_FAILURE' }).catch((error: unknown) => String(error))
  expect(waiting).toContain('not-allowed')
  const folderOf = (run: EndedRun): string => join(project.engine.home.outputs, run.run.runId)
  expect(await deleteRun(instance, second.run.runId)).toEqual({
    ...{ kind: 'deleted', runId: second.run.runId, warnings: [] },
    // What it made itself and the third has taken over: the copy that had failed, what it took from the sum having been made anew.
    keptOutputs: 1,
  })
  expect(readdirSync(folderOf(second), { recursive: true })).toEqual(['square[n3]', 'square[n3]/result.json'])
  expect(await deleteRun(instance, first.run.runId)).toMatchObject({ kind: 'deleted', keptOutputs: 9, warnings: [] })
  expect(await instance.runs.getRun(first.run.runId)).toBeUndefined()
  const { run: fourth, preview } = await both(third, { strategy: 'SELECTED', opSelection: 'sum' })
  expect([fourth.end, resultOf(fourth, 'sum'), stepsOf(fourth, 'STEP_START')]).toEqual(['SUCCESS', 30, ['sum']])
  const origins = preview.decisions.flatMap((step) => (step.kind === 'reuse' ? [step.originRunId] : []))
  expect(new Set(origins)).toEqual(new Set([first.run.runId, second.run.runId]))
  for (const { run } of [third, fourth])
    expect(await deleteRun(instance, run.runId)).toMatchObject({ kind: 'deleted', warnings: [] })
  for (const run of [first, second, third, fourth]) expect(existsSync(folderOf(run)), run.run.runId).toBe(false)
  expect(await deleteRun(instance, first.run.runId)).toMatchObject({ kind: 'unknown-run' })
})

test('a run is not deleted while one that goes back to it has not ended', async () => {
  const { instance } = project.engine
  const parent = await failedRun('sum')
  const tags = { 'pawl/max_retries': 1, 'pawl/retry_delay': '60' }
  failing('sum')
  const { run } = await reexecuted(parent, { strategy: 'FROM_FAILURE', tags })
  failing()
  expect(await deleteRun(instance, run.runId)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('goes on from it'),
  })
  const retry = run.tags['pawl/auto_retry_run_id'] ?? ''
  expect(await deleteRun(instance, retry)).toMatchObject({ kind: 'refused', message: expect.stringContaining('QUEUED') })
  await terminateRun(instance, retry)
  expect(await deleteRun(instance, run.runId)).toMatchObject({ kind: 'deleted' })
})

test('new code decides: a changed version executes, a renamed step is new and the old one is listed', async () => {
  const parent = await failedRun('sum')
  const code = readFileSync(join(project.directory, 'main.ts'), 'utf8')
  failing('square[n1]')
  const versioned = code.replace("name: 'square',", "name: 'square',\n  codeVersion: '2',")
  project.write('main.ts', versioned.replace('= sum({', "= sum.as('add_up')({"))
  await project.engine.instance.locations.reloadLocation('main')
  const { preview, run } = await both(parent, { strategy: 'FROM_FAILURE' })
  expect(reasonsOf(preview)).toMatchObject({ numbers: 'reuse', 'square[n0]': 'CODE_VERSION_CHANGED', add_up: 'NEW_STEP' })
  expect(preview.warnings).toMatchObject([{ code: 'STEP_GONE', stepKey: 'sum', text: expect.stringContaining('"add_up"') }])
  expect(run.end).toBe('FAILURE/STEP_FAILURE')
})

test('the engine has had nothing to report', () => {
  expect(project.reports).toEqual([])
})
