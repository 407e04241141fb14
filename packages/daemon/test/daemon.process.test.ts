import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Daemon, startDaemon } from '../src/daemon.ts'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import { readEndedRun } from './ended-run.ts'
import { TestProject } from './project.ts'
import { until } from './until.ts'

let project: TestProject
let daemon: Daemon
const reports: string[] = []
const start = (options = {}) =>
  startDaemon({
    projectDirectory: project.directory,
    report: (message, error) => reports.push(`${message} ${error}`),
    ...options,
  })

beforeAll(async () => {
  project = new TestProject({ jobs: 'deaths' })
  project.write(
    'pawl.config.ts',
    "export default { locations: { main: './main.ts' }, server: { port: 0 }, worker: { processes: 1 } }",
  )
  daemon = await start()
  await until('the location has loaded', () => daemon.instance.locations.listLocations()[0]?.status === 'loaded')
})
afterAll(async () => {
  await daemon.stop()
  await project[Symbol.asyncDispose]()
})

const LAUNCH = `mutation ($params: ExecutionParams!) {
  launchRun(executionParams: $params) { __typename ... on LaunchRunSuccess { run { runId } } }
}`

const ERRORS = `query ($runId: ID!) {
  logsForRun(runId: $runId) { ... on EventConnection { events { error { code message stack } } } }
}`

async function ask<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetch(`${daemon.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return ((await response.json()) as { readonly data: Data }).data
}

/** Launches over GraphQL; gives the run's id. */
async function launch(jobName: string, runConfigData: object = {}): Promise<string> {
  const params = { selector: { jobName }, runConfigData }
  const { launchRun } = await ask<{ readonly launchRun: { readonly run: { readonly runId: string } } }>(LAUNCH, { params })
  return launchRun.run.runId
}
const endOf = async (runId: string): Promise<string> => (await readEndedRun(daemon.instance, runId)).end

test('a run that was launched over GraphQL runs', async () => {
  expect(await endOf(await launch('quick'))).toBe('SUCCESS')
})

test('what a failed step says over GraphQL names no folder of this machine, neither the project’s nor Pawl’s', async () => {
  const runId = await launch('timed_out')
  expect(await endOf(runId)).toBe('FAILURE/STEP_FAILURE')
  const [failure] = await daemon.instance.eventLog.listEvents(runId, { limit: 1, filter: { types: ['STEP_FAILURE'] } })
  const packages = join(import.meta.dirname, '../..')
  expect(JSON.stringify(failure)).toContain(packages)
  const shown = JSON.stringify(await ask(ERRORS, { runId }))
  expect(shown).toContain('STEP_TIMEOUT')
  expect(shown).not.toContain(packages)
  expect(shown).not.toContain(project.directory)
})

test('a second daemon of a project that cannot have its port touches none of its runs', async () => {
  const { port } = new URL(daemon.url)
  const gate = join(project.directory, 'daemon-gate')
  const running = await launch('gate', { ops: { gated: { config: { path: gate } } } })
  const queued = await launch('quick')
  await expect(start({ port: Number(port) })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  writeFileSync(gate, '')
  expect([await endOf(running), await endOf(queued)]).toEqual(['SUCCESS', 'SUCCESS'])
})

test('a daemon that others could reach without a token does not start', async () => {
  await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'TOKEN_NEEDED' })
})

test('a home that is no folder is one clear error, and the port is free again', async () => {
  await using other = new TestProject({})
  other.write('pawl.config.ts', 'export default {}')
  other.write('home', 'a file')
  const environment = { ...process.env, PAWL_HOME: join(other.directory, 'home') }
  await expect(startDaemon({ projectDirectory: other.directory, port: 0, environment })).rejects.toMatchObject({
    code: 'HOME_UNUSABLE',
    message: expect.stringContaining('PAWL_HOME'),
  })
})

test('stopping twice is stopping once, and leaves no worker', async () => {
  const pids = daemon.engine.supervisor.workerPids
  expect(pids.length).toBeGreaterThan(0)
  await Promise.all([daemon.stop(), daemon.stop()])
  expect(pids.filter(isProcessAlive)).toEqual([])
  await expect(fetch(daemon.url)).rejects.toThrow()
  expect(reports).toEqual([])
})
