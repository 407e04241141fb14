import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processesOf, type Started, type TestProject, testProject } from './test-project.ts'

// Many processes one after the other: on a busy machine they take their time.
vi.setConfig({ testTimeout: 90_000 })

let project: TestProject
let started: Started | undefined

beforeEach(() => {
  project = testProject()
})
afterEach(async () => {
  started?.child.kill('SIGKILL')
  await started?.finished
  started = undefined
  project.remove()
})

const start = (...args: readonly string[]): Started => {
  started = project.start(...args)
  return started
}
const definitions = (): string => join(project.directory, 'src/definitions.ts')
const latest = async (): Promise<Record<string, unknown>> => project.json('run', 'show', 'latest')

test('dev tells its address and its jobs, reloads what changes, executes what is launched, and ends everything at Ctrl-C', async () => {
  const dev = start('dev')
  const begun = await dev.waitFor('main: 4 jobs: sum_up, broken, slow, stubborn\n')
  const url = /Launchpad {2}(http:\S+)/.exec(begun)?.[1] ?? ''
  expect((await fetch(url)).status).toBe(200)

  const second = await project.pawl('dev', '--json')
  expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`A daemon of this project runs already at ${url}`) })

  const code = readFileSync(definitions(), 'utf8')
  writeFileSync(definitions(), `${code}\nthrow new Error('Spoilt.')\n`)
  const spoilt = await dev.waitFor('Its last good jobs stay.\n')
  expect(spoilt).toMatch(/Location "main" \(\.\/src\/definitions\.ts\) could not be loaded: Spoilt\.\n +at .*definitions\.ts/)
  writeFileSync(definitions(), code.replace("job('slow'", "job('slower'"))
  await dev.waitFor('main: 4 jobs: sum_up, broken, slower, stubborn\n')

  const waited = await project.json('job', 'launch', 'sum_up', '--wait')
  expect(waited).toMatchObject({ status: 'SUCCESS', origin: 'api' })
  const unknown = await project.pawl('job', 'launch', 'slow')
  expect(unknown).toMatchObject({ code: 1, stderr: 'error: There is no job "slow". Did you mean "slower"?\n' })
  const invalid = await project.pawl('job', 'launch', 'slower', '--set', 'ops.wait=1')
  expect(invalid).toMatchObject({ code: 1, stderr: expect.stringContaining('Did you mean "waits"?') })
  const launched = await project.json('job', 'launch', 'slower')
  expect(launched).toMatchObject({ url: `${url}/runs/${launched['runId']}`, alreadyLaunched: false })
  const logs = project.start('run', 'logs', '-f', String(launched['runId']), '--captured')
  await logs.waitFor('waits stdout | waiting')

  dev.child.kill('SIGINT')
  expect(await dev.finished).toMatchObject({ code: 0, stderr: expect.stringContaining('Ending the runs and the workers') })
  expect((await logs.finished).code).toBe(0)
  expect(await latest()).toMatchObject({ status: 'FAILURE', failureReason: 'UNEXPECTED_TERMINATION' })
  expect(existsSync(join(project.directory, '.pawl/daemon.json'))).toBe(false)
  expect(await processesOf(project.directory)).toEqual([])
})

test('code that never finishes its import does not keep dev from ending; a second Ctrl-C kills what does not stop', async () => {
  writeFileSync(join(project.directory, 'src/endless.ts'), 'while (true);\n')
  const config = join(project.directory, 'pawl.config.ts')
  writeFileSync(config, readFileSync(config, 'utf8').replace("main: './src", "endless: './src/endless.ts', main: './src"))
  const dev = start('dev', '--json')
  await dev.waitFor('"name":"main","status":"loaded"')
  await project.json('job', 'launch', 'stubborn', '--location', 'main')
  const logs = project.start('run', 'logs', 'latest', '--captured', '-f')
  await logs.waitFor('hanging')
  const asked = project.start('run', 'logs', 'latest', '-f', '--type', 'RUN_CANCELING')
  dev.child.kill('SIGINT')
  await asked.waitFor('The run is being canceled')
  dev.child.kill('SIGINT')
  const { code, stdout } = await dev.finished
  expect(code).toBe(0)
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events).toEqual([
    expect.objectContaining({ event: 'listening', url: expect.stringMatching(/^http:/), pid: dev.child.pid }),
    expect.objectContaining({ event: 'location', name: 'main', status: 'loaded', error: null }),
    { event: 'stopped' },
  ])
  expect((await asked.finished).code).toBe(0)
  expect(await processesOf(project.directory)).toEqual([])
})

test('daemon takes queued runs, and SIGTERM stops it', async () => {
  const queued = await project.json('job', 'launch', 'sum_up')
  expect(queued).toMatchObject({ status: 'QUEUED', url: null })
  const daemon = start('daemon', '--port', '0')
  const followed = project.start('run', 'logs', '-f', String(queued['runId']), '--json')
  const events = (await followed.finished).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)).toMatchObject({ eventType: 'RUN_SUCCESS' })
  daemon.child.kill('SIGTERM')
  expect((await daemon.finished).code).toBe(0)
  expect(await processesOf(project.directory)).toEqual([])
})

test('a daemon with a token is launched through with that token only', async () => {
  const config = join(project.directory, 'pawl.config.ts')
  writeFileSync(config, readFileSync(config, 'utf8').replace('port: 0', "port: 0, token: 'sesame-sesame-sesame'"))
  const daemon = start('daemon')
  await daemon.waitFor('main: 4 jobs')
  expect(await project.json('job', 'launch', 'sum_up', '--wait')).toMatchObject({ status: 'SUCCESS', origin: 'api' })
  writeFileSync(config, readFileSync(config, 'utf8').replace('sesame-sesame', 'barley-barley'))
  const refused = await project.pawl('job', 'launch', 'sum_up')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('it asks for its token') })
})

test.each([
  [1, 'a run that listens to its signal ends by itself', 'slow', 'waiting'],
  [2, 'a second Ctrl-C kills a run that does not, with the processes it has started', 'stubborn', 'hanging'],
])('Ctrl-C %i times: %s', async (times, _, job, printed) => {
  const launch = start('job', 'launch', job, '--wait')
  await launch.waitFor('executed here')
  const logs = project.start('run', 'logs', 'latest', '--captured', '-f')
  await logs.waitFor(printed)
  launch.child.kill('SIGINT')
  await launch.waitFor('The run is asked to stop.')
  if (times > 1) launch.child.kill('SIGINT')
  const { code, stdout, stderr } = await launch.finished
  expect(code).toBe(130)
  expect(stdout).toContain('The run ended in CANCELED')
  expect(stderr).toContain('Asked the run to stop; Ctrl-C again kills it.')
  await logs.finished
  expect(await processesOf(project.directory)).toEqual([])
})
