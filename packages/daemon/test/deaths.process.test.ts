import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

onEachDatabase((database) => {
  let project: TestProject
  beforeAll(async () => {
    const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100 }
    project = await startProject({
      jobs: 'deaths',
      config: { storage: await database.newStorage(), worker: { processes: 3 }, monitoring },
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  const file = (name: string): string => join(project.directory, name)

  test('an endless loop is killed when its time is up, and fails its step; other runs go on', async () => {
    const waiting = await project.launch('gate', { config: { ops: { gated: { config: { path: file('go') } } } } })
    const run = await project.run('endless_loop')
    expect(run.end).toBe('FAILURE/STEP_FAILURE')
    expect(run.message).toBe('Failed: "endless".')
    expect(run.eventOf('STEP_FAILURE')).toMatchObject({ stepKey: 'endless', payload: { error: { code: 'STEP_TIMEOUT' } } })
    expect(run.eventOf('STEP_FAILURE').payload.error.message).toContain('0.2 s')
    expect(isProcessAlive(run.workerPid)).toBe(false)
    project.write('go', '')
    expect((await project.ended(waiting.runId)).end).toBe('SUCCESS')
  })

  test('an attempt that heeds its signal fails by its timeout without its worker being killed', async () => {
    const run = await project.run('timed_out')
    expect(run.end).toBe('FAILURE/STEP_FAILURE')
    expect(run.eventOf('STEP_FAILURE').payload.error).toMatchObject({ code: 'STEP_TIMEOUT' })
    expect(isProcessAlive(run.workerPid)).toBe(true)
  })

  test('code that blocks its process for longer than every grace is not taken for dead', async () => {
    expect((await project.run('cpu_bound')).end).toBe('SUCCESS')
  })

  test.each([
    ['exit', 'exiting', /\(exit code 3\)/],
    ['kill', 'killing', /\(signal SIGKILL: .*memory/],
    ['abort', 'greedy', /\(signal SIGABRT: .*heap/],
  ])('a worker that ends itself (%s) ends its run, and nothing else', async (job, op, message) => {
    const run = await project.run(job)
    expect(run.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
    expect(run.message).toMatch(/^The worker process ended unexpectedly /)
    expect(run.message).toMatch(message)
    expect(run.steps).toMatchObject([{ stepKey: op, status: 'STARTED' }])
    expect((await run.printed('stdout', op)) + (await run.printed('stderr', op))).toMatch(/last words|about to use it all/)
    expect((await project.run('quick')).end).toBe('SUCCESS')
  })

  test('a worker that is killed from outside ends its run', async () => {
    const { runId } = await project.launch('ignores', { config: { ops: { ignoring: { config: { path: file('outside') } } } } })
    const pid = await until(
      'the op has begun',
      () => existsSync(file('outside')) && Number(readFileSync(file('outside'), 'utf8')),
    )
    process.kill(pid, 'SIGTERM')
    const run = await project.ended(runId)
    expect(run.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
    expect(run.message).toBe('The worker process ended unexpectedly (signal SIGTERM).')
  })

  test('nothing was reported, and no run is left', () => {
    expect(project.reports).toEqual([])
    expect(project.engine.supervisor.isIdle).toBe(true)
  })
})
