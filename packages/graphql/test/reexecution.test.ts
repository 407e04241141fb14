import {
  drawRetry,
  endOfRun,
  type ReexecutionInquiry,
  type ReexecutionReply,
  type Run,
  type StepDecision,
} from '@pawl/core/plugin'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import {
  launched,
  reportPlan,
  runFailed,
  runStarted,
  runSucceeded,
  stepFailed,
  stepStarted,
  stepSucceeded,
  write,
} from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer
/** What the location was asked. */
let asked: ReexecutionInquiry[]

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance)
  asked = []
  answer({ kind: 'possible' })
})
afterEach(() => server.close())

function answer(reply: ReexecutionReply): void {
  instance.locations.answerReexecutions((inquiry) => {
    asked.push(inquiry)
    return reply
  })
}

async function failedRun(): Promise<Run> {
  const run = await launched(instance, { config: { ops: { split: {} } }, tags: { colour: 'red' } })
  await write(
    instance,
    run.runId,
    [
      ...runStarted(),
      stepStarted('split', 0),
      stepSucceeded('split'),
      stepStarted('count[jfk]', 1),
      stepFailed('count[jfk]', 'no luck'),
      runFailed('STEP_FAILURE', 'A step failed.'),
    ],
    reportPlan,
  )
  return run
}

const REEXECUTE = `mutation ($params: ReexecutionParams!) { launchRunReexecution(reexecutionParams: $params) {
  __typename
  ... on LaunchRunSuccess { alreadyLaunched warnings run {
    runId status origin strategy parentRunId rootRunId retryNumber retryOfRunId runConfig opSelection groupSize tags { key value } } }
  ... on ReexecutionNotAllowedError { strategy run { status } }
  ... on InvalidMarkedStepsError { problems { stepKey output message } }
  ... on InvalidTagsError { problems { key } }
  ... on InvalidOpSelectionError { position didYouMean }
  ... on RunConfigInvalid { errors { path code } }
  ... on RunNotFoundError { runId }
  ... on Error { message }
} }`

const reexecute = async (params: Record<string, unknown>) =>
  ((await server.query(REEXECUTE, { params })).data as { launchRunReexecution: Record<string, unknown> }).launchRunReexecution

const tagsOf = (run: unknown) =>
  Object.fromEntries((run as { tags: { key: string; value: string }[] }).tags.map(({ key, value }) => [key, value]))

test('a re-execution is a new run of the same group, as the parent was where nothing else is asked', async () => {
  const parent = await failedRun()
  const { __typename, run } = (await reexecute({ parentRunId: parent.runId, strategy: 'FROM_FAILURE' })) as Record<
    string,
    unknown
  >
  expect(__typename).toBe('LaunchRunSuccess')
  expect(run).toMatchObject({
    status: 'QUEUED',
    origin: 'api',
    strategy: 'FROM_FAILURE',
    parentRunId: parent.runId,
    rootRunId: parent.runId,
    retryNumber: 0,
    retryOfRunId: null,
    runConfig: { ops: { split: {} } },
    opSelection: null,
    groupSize: 2,
  })
  expect(tagsOf(run)).toEqual({
    team: 'ops',
    colour: 'red',
    'pawl/parent_run_id': parent.runId,
    'pawl/root_run_id': parent.runId,
    'pawl/retry_number': '0',
  })
  expect(asked).toMatchObject([
    {
      jobName: 'report',
      decides: false,
      inputs: { strategy: 'FROM_FAILURE', facts: { runId: parent.runId, plan: { jobName: 'report' } } },
    },
  ])
  const told = asked[0]?.inputs?.facts.steps.map(({ stepKey, status }) => `${stepKey} ${status}`)
  expect(told).toEqual(['split SUCCESS', 'count[jfk] FAILURE'])
})

test('config, tags, selection and marked steps may be edited', async () => {
  const parent = await failedRun()
  const { run } = await reexecute({
    parentRunId: parent.runId,
    strategy: 'FROM_SELECTED',
    opSelection: 'split',
    runConfigData: 'ops: {}',
    tags: [{ key: 'pawl/max_retries', value: '2' }],
    useParentRunTags: false,
    markedDone: [
      { stepKey: 'count[jfk]', value: { planes: 3 } },
      { stepKey: 'render', output: null },
    ],
  })
  expect(run).toMatchObject({ strategy: 'FROM_SELECTED', opSelection: 'split', runConfig: { ops: {} } })
  expect(tagsOf(run)).toEqual({
    team: 'ops',
    'pawl/max_retries': '2',
    'pawl/parent_run_id': parent.runId,
    'pawl/root_run_id': parent.runId,
    'pawl/retry_number': '0',
  })
  const markedDone = [
    { stepKey: 'count[jfk]', output: 'result', value: { planes: 3 } },
    { stepKey: 'render', output: null, value: null },
  ]
  expect(asked[0]?.inputs?.terms).toEqual({ markedDone, withDownstream: true })
  expect(await instance.runs.getRun((run as { runId: string }).runId)).toMatchObject({
    reexecution: { markedDone, withDownstream: true },
    retryPolicy: { maxRetries: 2 },
  })
})

test('the same press launches once', async () => {
  const parent = await failedRun()
  const params = { parentRunId: parent.runId, strategy: 'FROM_FAILURE', idempotencyKey: 'press' }
  const first = (await reexecute(params))['run'] as { runId: string }
  expect(await reexecute(params)).toMatchObject({ alreadyLaunched: true, run: { runId: first.runId } })
  expect(await reexecute({ ...params, strategy: 'ALL_STEPS' })).toMatchObject({ __typename: 'IdempotencyConflictError' })
})

test('what cannot be is refused by its own error, and nothing is launched', async () => {
  const parent = await failedRun()
  const running = await launched(instance)
  const done = await launched(instance)
  await write(instance, done.runId, [...runStarted(), runSucceeded()], reportPlan)
  const asks = async (params: Record<string, unknown>) =>
    reexecute({ parentRunId: parent.runId, strategy: 'FROM_FAILURE', ...params })
  expect(await asks({ parentRunId: 'nothing' })).toMatchObject({ __typename: 'RunNotFoundError', runId: 'nothing' })
  expect(await asks({ parentRunId: running.runId })).toMatchObject({
    __typename: 'ReexecutionNotAllowedError',
    strategy: 'FROM_FAILURE',
    run: { status: 'QUEUED' },
    message: expect.stringContaining('has not ended'),
  })
  expect(await asks({ parentRunId: done.runId })).toMatchObject({
    __typename: 'ReexecutionNotAllowedError',
    message: expect.stringContaining('no failure to go on from'),
  })
  expect(await asks({ tags: [{ key: 'pawl/root_run_id', value: 'x' }] })).toMatchObject({
    __typename: 'InvalidTagsError',
    problems: [{ key: 'pawl/root_run_id' }],
  })
  expect(await asks({ strategy: 'SELECTED' })).toMatchObject({ __typename: 'InvalidOpSelectionError', position: 0 })
  expect(await asks({ runConfigData: 'a: [' })).toMatchObject({
    __typename: 'RunConfigInvalid',
    errors: [{ code: 'SYNTAX_ERROR' }],
  })
  answer({ kind: 'invalid-marks', problems: [{ stepKey: 'split', output: null, message: '"split" has succeeded.' }] })
  expect(await asks({ markedDone: [{ stepKey: 'split', value: 1 }] })).toMatchObject({
    __typename: 'InvalidMarkedStepsError',
    problems: [{ stepKey: 'split', output: null, message: '"split" has succeeded.' }],
  })
  instance.locations.change('flights', { jobs: [] })
  expect(await asks({})).toMatchObject({ __typename: 'JobNotFoundError' })
  instance.locations.change('flights', { status: 'failed' })
  expect(await asks({})).toMatchObject({ __typename: 'LocationNotLoadedError' })
  expect(await instance.runs.countRuns({})).toBe(3)
})

const decisions: readonly StepDecision[] = [
  {
    ...{
      stepKey: 'split',
      planKey: 'split',
      planOrder: 0,
      kind: 'reuse',
      reason: 'It succeeded.',
      originRunId: 'r0',
      succeededAt: 5,
    },
    ...{ sizeBytes: 7e10, empty: [], lost: [], codeVersion: null, configHash: null },
    outputs: Array.from({ length: 9 }, (_, n) => ({
      output: 'airports',
      mappingKey: `k${n}`,
      stored: { location: `/data/k${n}`, ioManager: 'fs', hostId: 'h', originRunId: 'r0', originAttempt: 1 },
    })),
  },
  {
    ...{ stepKey: 'count[jfk]', planKey: 'count', planOrder: 1, kind: 'execute', onlyKeys: null },
    reason: { code: 'FAILED', text: 'It failed in run r0.' },
  },
  {
    ...{ stepKey: 'render', planKey: 'render', planOrder: 2, kind: 'execute', onlyKeys: null },
    reason: { code: 'DOWNSTREAM', text: '"count[jfk]" executes.', stepKey: 'count[jfk]' },
  },
]

const PREVIEW = `query ($params: ReexecutionParams!, $cursor: String, $limit: Int) {
  reexecutionPreview(reexecutionParams: $params, cursor: $cursor, limit: $limit) {
    __typename
    ... on ReexecutionPreview {
      parentRun { status } strategy cursor hasMore counts { total reuse execute skip markDone omit } warnings { code text stepKey }
      steps { stepKey opKey decision reason text otherStepKey originRunId createdAt sizeBytes outputCount
        outputs { output mappingKey location sizeBytes } canMarkDone markOutputs } }
    ... on Error { message }
  } }`

test('a preview has every decision with its reason, page by page, and asks the location once for all pages', async () => {
  const parent = await failedRun()
  const warnings = [{ code: 'STEP_GONE' as const, text: '"old" is gone.', stepKey: 'old' }]
  answer({ kind: 'decided', decisions, warnings, markable: [{ stepKey: 'count[jfk]', outputs: ['result', 'note?'] }] })
  const params = { parentRunId: parent.runId, strategy: 'FROM_FAILURE' }
  const preview = async (variables: Record<string, unknown>) =>
    ((await server.query(PREVIEW, { params, ...variables })).data as { reexecutionPreview: { cursor: string } })
      .reexecutionPreview
  const first = await preview({ limit: 2 })
  expect(first).toMatchObject({
    __typename: 'ReexecutionPreview',
    parentRun: { status: 'FAILURE' },
    counts: { total: 3, reuse: 1, execute: 2, skip: 0, markDone: 0, omit: 0 },
    warnings,
    hasMore: true,
    steps: [
      {
        stepKey: 'split',
        decision: 'REUSE',
        reason: 'SUCCEEDED',
        originRunId: 'r0',
        createdAt: 5,
        sizeBytes: 7e10,
        outputCount: 9,
      },
      {
        stepKey: 'count[jfk]',
        opKey: 'count',
        decision: 'EXECUTE',
        reason: 'FAILED',
        canMarkDone: true,
        markOutputs: ['result', 'note?'],
      },
    ],
  })
  const rest = await preview({ limit: 2, cursor: first.cursor })
  expect(rest).toMatchObject({
    hasMore: false,
    steps: [{ stepKey: 'render', reason: 'DOWNSTREAM', otherStepKey: 'count[jfk]', outputs: [], canMarkDone: false }],
  })
  expect(asked).toMatchObject([{ decides: true }])
  // Asked anew, it is decided anew.
  await preview({})
  expect(asked).toHaveLength(2)
  expect(await instance.runs.countRuns({})).toBe(1)
})

test('options say what is allowed and why not, and what a re-execution starts from', async () => {
  const query = `query ($runId: ID!) { reexecutionOptions(runId: $runId) { __typename
    ... on ReexecutionOptions { defaultStrategy problem runConfigYaml opSelection tags { key value }
      strategies { strategy isAllowed problem } } } }`
  const options = async (runId: string) =>
    ((await server.query(query, { runId })).data as { reexecutionOptions: Record<string, unknown> }).reexecutionOptions
  const parent = await failedRun()
  expect(await options(parent.runId)).toEqual({
    __typename: 'ReexecutionOptions',
    defaultStrategy: 'FROM_FAILURE',
    problem: null,
    runConfigYaml: 'ops:\n  split: {}\n',
    opSelection: null,
    tags: [
      { key: 'team', value: 'ops' },
      { key: 'colour', value: 'red' },
    ],
    strategies: ['FROM_FAILURE', 'ALL_STEPS', 'FROM_SELECTED', 'SELECTED'].map((strategy) => ({
      strategy,
      isAllowed: true,
      problem: null,
    })),
  })
  const done = await launched(instance)
  await write(instance, done.runId, [...runStarted(), runSucceeded()], reportPlan)
  const strategies = [
    { strategy: 'FROM_FAILURE', isAllowed: false, problem: expect.stringContaining('succeeded') },
    { isAllowed: true },
  ]
  expect(await options(done.runId)).toMatchObject({
    defaultStrategy: 'ALL_STEPS',
    problem: null,
    strategies: [...strategies, {}, {}],
  })
  const running = await launched(instance)
  expect(await options(running.runId)).toMatchObject({ problem: expect.stringContaining('has not ended') })
  expect(await options('nothing')).toEqual({ __typename: 'RunNotFoundError' })
})

test('several runs are re-executed together, each with its own answer', async () => {
  const [one, other] = [await failedRun(), await launched(instance)]
  const query = `mutation ($runIds: [ID!]!) { reexecuteRuns(runIds: $runIds) { __typename
    ... on LaunchRunSuccess { run { parentRunId strategy } } ... on Error { message } } }`
  expect((await server.query(query, { runIds: [one.runId, other.runId, 'nothing'] })).data).toEqual({
    reexecuteRuns: [
      { __typename: 'LaunchRunSuccess', run: { parentRunId: one.runId, strategy: 'FROM_FAILURE' } },
      { __typename: 'ReexecutionNotAllowedError', message: expect.stringContaining('QUEUED') },
      { __typename: 'RunNotFoundError', message: expect.stringContaining('nothing') },
    ],
  })
})

const GROUP = `query ($runId: ID!, $cursor: String, $limit: Int) { runGroupOrError(runId: $runId) { __typename
  ... on RunGroup { rootRunId rootRun { runId } count runs(cursor: $cursor, limit: $limit) { hasMore cursor results { runId strategy } } } } }`

test('a group is shown from any of its runs, oldest first, the newest page first, also after its root was deleted', async () => {
  const root = await failedRun()
  const { run } = await reexecute({ parentRunId: root.runId, strategy: 'ALL_STEPS' })
  const { runId } = run as { runId: string }
  const group = async (variables: Record<string, unknown>) =>
    ((await server.query(GROUP, variables)).data as { runGroupOrError: { runs: { cursor: string } } }).runGroupOrError
  for (const id of [root.runId, runId])
    expect(await group({ runId: id })).toMatchObject({
      ...{ rootRunId: root.runId, rootRun: { runId: root.runId }, count: 2 },
      runs: {
        hasMore: false,
        results: [
          { runId: root.runId, strategy: null },
          { runId, strategy: 'ALL_STEPS' },
        ],
      },
    })
  const newest = await group({ runId, limit: 1 })
  expect(newest).toMatchObject({ runs: { hasMore: true, results: [{ runId }] } })
  expect(await group({ runId, limit: 1, cursor: newest.runs.cursor })).toMatchObject({
    runs: { hasMore: false, results: [{ runId: root.runId }] },
  })
  expect(await group({ runId: 'nothing' })).toEqual({ __typename: 'RunNotFoundError' })
  expect((await server.query(GROUP, { runId, cursor: 'nonsense' })).errors).toMatchObject([
    { extensions: { code: 'INVALID_CURSOR' } },
  ])
})

test('a run tells whether it is retried automatically, and why; its retry tells what it retries', async () => {
  const fields = 'willRetry autoRetryRunId retryDecision retryOfRunId strategy notBefore'
  const shown = async (runId: string) => {
    const query = `query ($runId: ID!) { runOrError(runId: $runId) { ... on Run { ${fields} } } }`
    return ((await server.query(query, { runId })).data as { runOrError: Record<string, unknown> }).runOrError
  }
  const run = await launched(instance, { tags: { 'pawl/max_retries': 1, 'pawl/retry_delay': '60' } })
  expect(await shown(run.runId)).toMatchObject({ willRetry: null, retryDecision: null, strategy: null })
  const fail = async (runId: string): Promise<void> => {
    const end = { kind: 'failure', at: instance.clock.now(), reason: 'STEP_FAILURE', message: '' } as const
    const draw = drawRetry(instance)
    const guard = { kind: 'status', statuses: ['QUEUED'] } as const
    await instance.runs.write([{ runId, guard, events: [], also: (locked) => endOfRun(locked, end, draw, []) }])
  }
  await fail(run.runId)
  const failed = await shown(run.runId)
  expect(failed).toMatchObject({ willRetry: true, retryDecision: expect.stringContaining(String(failed['autoRetryRunId'])) })
  const retryRunId = String(failed['autoRetryRunId'])
  expect(await shown(retryRunId)).toMatchObject({
    ...{ retryOfRunId: run.runId, strategy: 'FROM_FAILURE', notBefore: expect.any(Number), willRetry: null },
  })
  await fail(retryRunId)
  expect(await shown(retryRunId)).toMatchObject({
    willRetry: false,
    autoRetryRunId: null,
    retryDecision: expect.stringContaining('Not retried'),
  })
})
