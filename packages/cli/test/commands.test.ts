import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pawl, type TestProject, testProject } from './test-project.ts'

const NO_RUN = '01a200d7-3970-7c04-b487-669ea76eae19'

let project: TestProject
/** A run that succeeded, and one that failed. */
let good: Record<string, unknown>
let bad: Record<string, unknown>

beforeAll(async () => {
  project = testProject()
  good = await project.json('job', 'launch', 'sum_up', '--wait', '--tag', 'team=ops', '--set', 'ops.fetch_numbers.config.count=2')
  bad = await project.json('job', 'launch', 'broken', '--wait')
}, 60_000)
afterAll(() => project.remove())

test('help lists the commands, and every command has examples', async () => {
  const { code, stdout } = await pawl(['--help'])
  expect(code).toBe(0)
  expect(stdout.match(/^ {2}(\w+)/gm)?.map((line) => line.trim())).toEqual(
    expect.arrayContaining(['init', 'dev', 'daemon', 'job', 'run', 'db']),
  )
  const commands = [
    'init',
    'dev',
    'daemon',
    'job list',
    'job show',
    'job launch',
    'run list',
    'run show',
    'run logs',
    'run terminate',
  ]
  const helps = await Promise.all([...commands, 'db migrate'].map((command) => pawl([...command.split(' '), '--help'])))
  for (const help of helps)
    expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/--json[\s\S]*Examples:\n {2}pawl /) })
})

test.each([
  [[], 'Usage: pawl'],
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['job', 'launch'], "missing required argument 'job'"],
  [['job', 'launch', 'sum_up', '--set', 'ops'], 'Write it as path=value'],
  [['job', 'launch', 'sum_up', '--tag', 'team'], 'Write it as key=value'],
  [
    ['job', 'launch', 'sum_up', '--config', 'nowhere.yaml'],
    'The run config "nowhere.yaml" cannot be read: there is no such file.',
  ],
  [['job', 'show', 'a', 'b'], 'too many arguments'],
  [['run', 'list', '--status', 'DONE'], 'There are QUEUED, STARTING'],
  [['run', 'list', '--limit', '0'], 'Give a whole number from 1 to 1000.'],
  [['run', 'list', '--cursor', 'x'], '--cursor is "x", which is no run id.'],
  [['run', 'logs', 'latest', '--level', 'loud'], 'There are debug, info, warn, error.'],
  [['dev', '--port', 'x'], 'Give a whole number from 0 to 65535'],
  [['db', 'migrate', '--down'], "unknown option '--down'"],
])('%j is wrong usage', async (args, message) => {
  const { code, stderr, stdout } = await project.pawl(...args)
  expect({ code, stderr, stdout }).toMatchObject({ code: 2, stderr: expect.stringContaining(message), stdout: '' })
})

test.each([
  [
    ['job', 'list', '--location', 'elsewhere'],
    'UNKNOWN_LOCATION',
    'There is no location "elsewhere"; pawl.config.ts has "main".',
  ],
  [['job', 'show', 'sum_upp'], 'UNKNOWN_JOB', 'There is no job "sum_upp". Did you mean "sum_up"?'],
  [['job', 'launch', 'zzz', '--wait'], 'UNKNOWN_JOB', 'There are "sum_up", "broken", "slow" and "stubborn".'],
  [['job', 'launch', 'slow', '--select', 'nothing'], 'INVALID_OP_SELECTION', 'nothing'],
  [['job', 'launch', 'slow', '--tag', 'pawl/retry_number=1'], 'INVALID_TAGS', 'pawl/retry_number'],
  [['run', 'show', NO_RUN], 'RUN_NOT_FOUND', `There is no run ${NO_RUN}`],
  [['run', 'logs', 'first'], 'RUN_NOT_FOUND', '"first" is no run id.'],
  [['run', 'terminate', 'latest', NO_RUN], 'RUN_NOT_FOUND', NO_RUN],
  [['db', 'migrate', '--project', '/'], 'NO_PROJECT', 'There is no pawl.config.ts in /'],
])('%j is refused in one line, and in JSON with its code', async (args, code, message) => {
  const finished = await project.pawl(...args, '--json')
  expect(finished.code).toBe(1)
  expect(finished.stderr).toMatch(/^error: .*\n$/)
  expect(finished.stderr).toContain(message)
  expect(JSON.parse(finished.stdout)).toEqual({ error: { code, message: finished.stderr.slice('error: '.length, -1) } })
})

test('a stack is shown only to who asks for it', async () => {
  const { stderr } = await project.pawl('run', 'show', NO_RUN, '--debug')
  expect(stderr).toMatch(/\n {4}at /)
})

test('job list names the jobs of the project', async () => {
  const { code, stdout } = await project.pawl('job', 'list')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^JOB +LOCATION +OPS\nsum_up +main +3 ops +Doubles numbers and adds them up\.\n/)
  const { locations, jobs } = await project.json('job', 'list')
  expect(locations).toEqual([{ name: 'main', module: './src/definitions.ts', status: 'loaded', error: null }])
  expect(jobs).toEqual(
    ['sum_up', 'broken', 'slow', 'stubborn'].map((name) => expect.objectContaining({ name, locationName: 'main', tags: {} })),
  )
})

test('job show tells the ops, their retries, and the config', async () => {
  const { code, stdout } = await project.pawl('job', 'show', 'sum_up')
  expect(code).toBe(0)
  expect(stdout).toContain('fetch_numbers                       up to 1 retry, after 0.05 s\n')
  expect(stdout).toContain('double         after fetch_numbers  for each item of fetch_numbers.result\n')
  expect(stdout).toMatch(/ops\.fetch_numbers\.config\.count +integer +default 3\n/)
})

test('a launch that waits exits by how its run ended, and gives its outputs', () => {
  expect(good).toMatchObject({
    jobName: 'sum_up',
    status: 'SUCCESS',
    origin: 'cli',
    tags: { team: 'ops' },
    runConfig: { ops: { fetch_numbers: { config: { count: 2 } } } },
    failure: null,
    outputs: [
      { name: 'result', stepKey: 'sum', location: expect.stringContaining(join('outputs', String(good['runId']), 'sum')) },
    ],
  })
  const error = expect.objectContaining({ name: 'Error', message: 'Broken for good.' })
  const failure = { reason: 'STEP_FAILURE', stepKey: 'breaks', attempt: 2, message: 'Broken for good.', error }
  expect(bad).toMatchObject({ jobName: 'broken', status: 'FAILURE', failure, outputs: [] })
})

test('without a terminal, progress is told line by line: retries with their reason, attempts and durations', async () => {
  const { code, stdout } = await project.pawl('job', 'launch', 'sum_up', '--wait')
  expect(code).toBe(0)
  expect(stdout.replaceAll(/\d+(\.\d+)? m?s\b/g, 'TIME')).toMatch(
    new RegExp(
      [
        'Run .+, executed here: no daemon of this project is running\\.',
        ' +TIME  fetch_numbers: attempt 1 failed: Not this time\\. Retry 1 of 1, in TIME\\.',
        ' +TIME  fetch_numbers: success \\(TIME, 2 attempts\\)',
        ' +TIME  double: success \\(3 steps, TIME\\)',
        ' +TIME  sum: success \\(TIME\\)',
        '',
        'The run ended in SUCCESS after TIME\\.',
        '  result  .+result\\.json  2 B',
        '$',
      ].join('\n'),
    ),
  )
  expect((await project.pawl('job', 'launch', 'broken', '--wait')).code).toBe(1)
})

test('a config comes from a file or stdin, with --set laid over it; all that is wrong with it is told', async () => {
  const input = 'ops:\n  fetch_numbers:\n    config: { count: many, limit: 1 }\n  dubble: {}\n'
  const args = ['job', 'launch', 'sum_up', '--config', '-', '--set', 'ops.fetch_numbers.config.limit=2', '--json']
  const { code, stdout, stderr } = await pawl(args, { cwd: project.directory, input })
  expect(code).toBe(1)
  expect(stderr).toContain('error: The run config does not fit the job "sum_up":\n')
  expect(stderr).toContain('Did you mean "double"?')
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'INVALID_RUN_CONFIG', errors: [{ path: ['ops', 'dubble'] }, {}, {}] },
  })
})

test('without a daemon a launch is queued, and executing another run leaves it alone until it is canceled', async () => {
  const { code, stdout } = await project.pawl('job', 'launch', 'slow', '--tag', 'kept=yes')
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('No daemon of this project is running') })
  await project.pawl('job', 'launch', 'sum_up', '--wait')
  const { runs } = (await project.json('run', 'list', '--tag', 'kept=yes')) as { runs: { runId: string; status: string }[] }
  expect(runs).toMatchObject([{ jobName: 'slow', status: 'QUEUED' }])
  const runId = runs[0]?.runId ?? ''
  expect(await project.json('run', 'terminate', runId)).toMatchObject({
    results: [{ runId, outcome: 'canceled', status: 'CANCELED' }],
  })
  const again = await project.pawl('run', 'terminate', runId)
  expect(again).toMatchObject({ code: 1, stderr: `Run ${runId} has already ended: CANCELED.\n` })
})

test('the same idempotency key gives the same run', async () => {
  const launch = () => project.json('job', 'launch', 'sum_up', '--idempotency-key', 'once')
  const first = await launch()
  expect(first).toMatchObject({ status: 'QUEUED', alreadyLaunched: false, url: null, warnings: [] })
  expect(await launch()).toMatchObject({ runId: first['runId'], alreadyLaunched: true })
  const waited = await project.json('job', 'launch', 'sum_up', '--idempotency-key', 'once', '--wait')
  expect(waited).toMatchObject({ runId: first['runId'], status: 'SUCCESS' })
})

test('run list filters, and pages by a cursor', async () => {
  const { code, stdout } = await project.pawl('run', 'list', '--job', 'broken', '--limit', '1')
  expect({ code, rows: stdout.split('\n')[1] }).toMatchObject({
    code: 0,
    rows: expect.stringMatching(/FAILURE +broken .* STEP_FAILURE$/),
  })
  const page = await project.json('run', 'list', '--status', 'failure', '--status', 'SUCCESS', '--limit', '1')
  expect(page).toMatchObject({ runs: [{}], cursor: expect.any(String) })
  const rest = (await project.json('run', 'list', '--cursor', String(page['cursor']))) as {
    runs: { runId: string }[]
    cursor: null
  }
  expect(rest.runs.map(({ runId }) => runId)).toEqual(expect.arrayContaining([good['runId'], bad['runId']]))
  expect(rest.cursor).toBeNull()
})

test('run show tells the steps with their attempts, and why a run failed', async () => {
  const { stdout } = await project.pawl('run', 'show', String(good['runId']))
  expect(stdout).toMatch(/Status +SUCCESS, took/)
  expect(stdout).toMatch(/fetch_numbers +success +\d+ ms +attempt 2\n +double +2 success +\d+ ms\n +sum +success/)
  const failed = await project.pawl('run', 'show', String(bad['runId']))
  expect(failed.stdout).toContain('STEP_FAILURE: "breaks" failed at attempt 2: Broken for good.')
  const json = await project.json('run', 'show', String(good['runId']))
  expect(json).toMatchObject({ runId: good['runId'], status: 'SUCCESS', failure: null, outputs: [{ name: 'result' }] })
  expect(json['steps']).toEqual([
    expect.objectContaining({ key: 'fetch_numbers', status: 'SUCCESS', attempts: 2 }),
    expect.objectContaining({ key: 'double[n0]' }),
    expect.objectContaining({ key: 'double[n1]' }),
    expect.objectContaining({ key: 'sum' }),
  ])
})

test('run show says of a queued run why it waits', async () => {
  const { runId } = await project.json('job', 'launch', 'sum_up')
  const { stdout } = await project.pawl('run', 'show', String(runId))
  expect(stdout).toMatch(
    /Waits +No supervisor is running: start one with "pawl dev" or "pawl daemon"\.\nPosition +1 in the queue/,
  )
  const json = await project.json('run', 'show', String(runId))
  expect(json).toMatchObject({ queueReason: { rule: 'NO_SUPERVISOR', position: 1, holders: [] } })
  await project.pawl('run', 'terminate', String(runId))
})

test('run logs gives events, by level, step, type and text; in JSON one a line', async () => {
  const runId = String(good['runId'])
  const { stdout } = await project.pawl('run', 'logs', runId, '--level', 'info')
  expect(stdout).toContain('WARN   Step "fetch_numbers" failed and will be tried again in 50 ms')
  expect(stdout).toContain('INFO   fetch_numbers: There they are. {"count":2}')
  expect(stdout).not.toContain('DEBUG')
  const lines = (await project.pawl('run', 'logs', runId, '--step', 'sum', '--type', 'STEP_SUCCESS', '--json')).stdout
  expect(
    lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    expect.objectContaining({ eventType: 'STEP_SUCCESS', stepKey: 'sum', attempt: 1, level: 'debug', seq: expect.any(Number) }),
  ])
  expect((await project.pawl('run', 'logs', String(bad['runId']), '--text', 'BROKEN')).stdout).toMatch(/ERROR .*\n {4}at /)
})

test('run logs --captured gives what the steps have printed', async () => {
  const runId = String(good['runId'])
  expect((await project.pawl('run', 'logs', runId, '--captured')).stdout.split('\n').sort()).toEqual([
    '',
    'double[n0] stdout | doubling 0',
    'double[n1] stdout | doubling 1',
  ])
  const one = await project.pawl('run', 'logs', runId, '--captured', '--step', 'double[n1]')
  expect(one.stdout).toBe('doubling 1\n')
  const json = await project.pawl('run', 'logs', runId, '--captured', '--step', 'double[n1]', '--json')
  expect(JSON.parse(json.stdout)).toEqual({ stepKey: 'double[n1]', attempt: 1, stream: 'stdout', text: 'doubling 1\n' })
})

test('db migrate says what it did', async () => {
  const env = { PAWL_HOME: join(project.directory, 'other-home') }
  const first = await pawl(['db', 'migrate', '--json'], { cwd: project.directory, env })
  const applied = expect.arrayContaining([{ version: 1, name: expect.any(String) }])
  expect(JSON.parse(first.stdout)).toEqual({
    ...{ kind: 'sqlite', database: join(env.PAWL_HOME, 'pawl.db') },
    ...{ version: expect.any(Number), applied },
  })
  const second = await pawl(['db', 'migrate'], { cwd: project.directory, env })
  expect(second).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The database other-home.pawl\.db is up to date, at version \d+\.\n$/),
  })
})

test('a launch that waits follows the automatic retries of its run, and exits by the last', async () => {
  const retries = ['--tag', 'pawl/max_retries=1']
  const last = await project.json('job', 'launch', 'broken', '--wait', ...retries)
  expect(last).toMatchObject({
    status: 'FAILURE',
    retryNumber: 1,
    tags: { 'pawl/will_retry': 'false', 'pawl/retry_number': '1' },
  })
  const { code, stdout } = await project.pawl('job', 'launch', 'broken', '--wait', ...retries)
  expect(code).toBe(1)
  expect(stdout.match(/The run failed \(STEP_FAILURE\) and is retried: run /g)).toHaveLength(1)
  expect(stdout.match(/The run ended in FAILURE/g)).toHaveLength(1)
})
