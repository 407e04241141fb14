import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

let project: TestProject
beforeAll(async () => {
  project = await startProject({ jobs: 'quietness', config: { worker: { processes: 1, memoryLimitMb: 256 } } })
})
afterAll(() => project[Symbol.asyncDispose]())

const file = (name: string): string => join(project.directory, name)

test('a quiet worker is used again', async () => {
  const first = await project.run('quiet')
  const second = await project.run('quiet')
  expect(second.workerPid).toBe(first.workerPid)
})

test('a worker that used the network and closed it is quiet', async () => {
  const first = await project.run('fetches')
  expect(first.end).toBe('SUCCESS')
  expect((await project.run('quiet')).workerPid).toBe(first.workerPid)
})

test('an error that comes after its run is charged to that run, not to the one that has the worker by then', async () => {
  const first = await project.run('rejects', { config: { ops: { rejecting: { config: { path: file('rejected') } } } } })
  expect(first.end).toBe('SUCCESS')
  const second = await project.run('slow')
  expect(second.workerPid).toBe(first.workerPid)
  expect(second.end).toBe('SUCCESS')
  expect(existsSync(file('rejected'))).toBe(true)
  expect(await first.printed('stderr', 'rejecting')).toMatch(/Unhandled error of "rejecting", attempt 1: Error: too late/)
  expect(await second.printed('stderr', 'slow')).toBe('')
  expect(await second.printed('stderr')).toBe('')
})

test('an exception in a callback fails the attempt that started it, which is retried by its policy', async () => {
  const run = await project.run('throws')
  expect(run.end).toBe('SUCCESS')
  expect(run.eventOf('STEP_UP_FOR_RETRY').payload.error).toMatchObject({ name: 'Error', message: 'in a callback' })
  expect(await run.printed('stderr', 'throwing', 1)).toMatch(/in a callback/)
})

test('the body of an attempt that has failed so is told to stop, and what it still gives is not kept', async () => {
  const path = file('given-up')
  const run = await project.run('gives_up', { config: { ops: { given_up: { config: { path } } } } })
  expect(run.end).toBe('FAILURE/STEP_FAILURE')
  await until('the body was told', () => existsSync(path))
  expect(readFileSync(path, 'utf8')).toBe('Error: in a callback')
  expect(run.outputs).toEqual([])
  expect(existsSync(join(project.directory, '.pawl/outputs', run.run.runId))).toBe(false)
})

test('a promise rejected with nothing fails its attempt all the same', async () => {
  const run = await project.run('rejects_nothing')
  expect(run.end).toBe('FAILURE/STEP_FAILURE')
  expect(run.eventOf('STEP_FAILURE').payload.error.message).toContain('rejected with undefined')
})

test('an error of no attempt is told in the run’s log and ends no run; its worker is not used again', async () => {
  const run = await project.run('strays')
  expect(run.end).toBe('SUCCESS')
  expect(await run.printed('stderr')).toMatch(/Unhandled error outside any step: Error: of no attempt/)
  await until('its worker is gone', () => !isProcessAlive(run.workerPid))
  expect((await project.run('quiet')).workerPid).not.toBe(run.workerPid)
})

test.each(['leaves_server', 'leaves_interval', 'leaves_directory', 'leaves_variable', 'leaves_nowhere', 'leaves_memory'])(
  'a worker is replaced when a run %s',
  async (job) => {
    const run = await project.run(job)
    expect(run.end).toBe('SUCCESS')
    await until('its worker is gone', () => !isProcessAlive(run.workerPid))
    const next = await project.run('quiet')
    expect(next.end).toBe('SUCCESS')
    expect(next.workerPid).not.toBe(run.workerPid)
  },
)

test('nothing was reported', () => {
  expect(project.reports).toEqual([])
})
