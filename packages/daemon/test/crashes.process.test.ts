import { afterAll, beforeAll, expect, test } from 'vitest'
import { CrashCase } from './crash-case.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

onEachDatabase((database) => {
  let project: TestProject
  let nodeOptions = ''
  beforeAll(async () => {
    nodeOptions = process.env['NODE_OPTIONS'] ?? ''
    // Of every process that users' code is in.
    process.env['NODE_OPTIONS'] = `${nodeOptions} --max-old-space-size=64`
    const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100 }
    project = await startProject({
      jobs: 'crashes',
      config: { storage: await database.newStorage(), runRetries: { maxRetries: 2 }, worker: { processes: 3 }, monitoring },
    })
  })
  afterAll(async () => {
    await project[Symbol.asyncDispose]()
    process.env['NODE_OPTIONS'] = nodeOptions
  })

  test.each([
    ['worker killed with SIGKILL', 'sigkill', /signal SIGKILL/],
    ['worker out of memory', 'memory', /signal SIGABRT: .*heap is full/],
    ['process.exit(3) in an op', 'exit', /exit code 3/],
  ])('%s: the run ends as terminated, and its retry goes on from there', async (name, kind, message) => {
    const one = await CrashCase.launch(project, kind)
    await one.expectRecovered(name, 'FAILURE/UNEXPECTED_TERMINATION')
    expect((await one.ended()).message).toMatch(message)
  })

  test('a run that loses its process goes on in one that was there before', async () => {
    const one = await CrashCase.launch(project, 'told')
    const { pid } = await one.begun()
    const others = await until('there is a spare', () => {
      const pids = project.engine.supervisor.workerPids.filter((other) => other !== pid)
      return pids.length > 0 && pids
    })
    process.kill(pid, 'SIGKILL')
    const retry = await one.expectRecovered(
      'worker killed from outside, another is ready',
      'FAILURE/UNEXPECTED_TERMINATION',
      Date.now(),
    )
    expect(others).toContain(retry.workerPid)
  })

  test('a rejection that nobody awaits, after its op has returned, spoils nothing but is told', async () => {
    const one = await CrashCase.launch(project, 'rejection')
    const begun = await one.begun()
    const run = await one.expectOver('rejection after the op returned', 'SUCCESS', begun.at)
    expect(await run.printed('stderr', 'risky')).toContain('nobody awaits this')
    expect((await CrashCase.launch(project, 'none').then((next) => next.ended())).end).toBe('SUCCESS')
  })

  test('an endless loop in an op with a timeout fails its step, and the run is retried', async () => {
    const one = await CrashCase.launch(project, 'endless', 'crashing_in_time')
    await one.expectRecovered('endless loop in an op with a timeout of 0.3 s', 'FAILURE/STEP_FAILURE')
    expect((await one.ended()).eventOf('STEP_FAILURE').payload.error.code).toBe('STEP_TIMEOUT')
  })

  test.each([
    ['endless loop under pawl/max_runtime of 0.4 s', 'endless'],
    ['op that does not heed its signal under pawl/max_runtime of 0.4 s', 'deaf'],
    ['op that heeds its signal under pawl/max_runtime of 0.4 s', 'told'],
  ])('%s: the run ends for that, and is retried', async (name, kind) => {
    const one = await CrashCase.launch(project, kind, 'crashing', { tags: { 'pawl/max_runtime': 0.4 } })
    await one.expectRecovered(name, 'FAILURE/MAX_RUNTIME_EXCEEDED')
    const { run } = await one.ended()
    expect(run.cancelCause).toBe('max_runtime')
    expect((run.endedAt ?? 0) - (run.startedAt ?? 0)).toBeGreaterThanOrEqual(400)
  })

  test('the tag of those who come from Dagster says the same', async () => {
    const one = await CrashCase.launch(project, 'told', 'crashing', { tags: { 'dagster/max_runtime': '0.3' } })
    await one.expectRecovered('dagster/max_runtime of 0.3 s', 'FAILURE/MAX_RUNTIME_EXCEEDED')
  })

  test('nothing was reported, and no run is left', async () => {
    await until('all runs are over', () => project.engine.supervisor.isIdle)
    expect(project.reports).toEqual([])
  })
})
