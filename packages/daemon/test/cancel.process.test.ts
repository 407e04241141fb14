import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Run, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import type { EndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

onEachDatabase((database) => {
  let project: TestProject
  beforeAll(async () => {
    const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100 }
    project = await startProject({
      jobs: 'deaths',
      config: { storage: await database.newStorage(), worker: { processes: 1 }, monitoring },
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  const file = (name: string): string => join(project.directory, name)
  const cancel = (run: Run) => terminateRun(project.engine.instance, run.runId)

  /** Launches a job with one op and waits until that has begun. */
  async function begun(job: string, op: string): Promise<{ readonly run: Run; readonly pid: number }> {
    const path = file(`${op}-${Math.random()}`)
    const run = await project.launch(job, { config: { ops: { [op]: { config: { path } } } } })
    const pid = await until('the op has begun', () => existsSync(path) && Number(readFileSync(path, 'utf8')))
    return { run, pid }
  }

  function expectCanceled(run: EndedRun): void {
    expect(run.end).toBe('CANCELED')
    expect(run.run.cancelCause).toBe('user')
    expect(run.types.slice(-1)).toEqual(['RUN_CANCELED'])
  }

  test('an op that heeds its signal ends its run, and its worker lives on', async () => {
    const { run, pid } = await begun('heeds', 'heeding')
    expect(await cancel(run)).toMatchObject({ kind: 'canceling' })
    const ended = await project.ended(run.runId)
    expectCanceled(ended)
    expect(ended.eventOf('STEP_FAILURE').payload.reason).toMatch(/cancel/i)
    expect(isProcessAlive(pid)).toBe(true)
  })

  test('an op that ignores its signal is left behind after its grace', async () => {
    const { run } = await begun('ignores', 'ignoring')
    await cancel(run)
    expectCanceled(await project.ended(run.runId))
  })

  test('an op that blocks its process is killed with it, and that is no crash', async () => {
    const { run, pid } = await begun('blocks', 'blocking')
    await cancel(run)
    expectCanceled(await project.ended(run.runId))
    expect(isProcessAlive(pid)).toBe(false)
  })

  test('a run that waits in the queue is canceled at once', async () => {
    const { run: busy } = await begun('heeds', 'heeding')
    const queued = await project.launch('quick')
    expect(await cancel(queued)).toMatchObject({ kind: 'canceled' })
    const ended = await project.ended(queued.runId)
    expect(ended.types).toEqual(['RUN_ENQUEUED', 'RUN_CANCELED'])
    await cancel(busy)
    await project.ended(busy.runId)
  })

  test('canceling twice is canceling once, and canceling what has ended changes nothing', async () => {
    const { run } = await begun('heeds', 'heeding')
    await Promise.all([cancel(run), cancel(run)])
    const ended = await project.ended(run.runId)
    expect(ended.eventsOf('RUN_CANCELING')).toHaveLength(1)
    expect(await cancel(run)).toMatchObject({ kind: 'already-finished' })
  })

  test('a cancel that races with the end gives one end', async () => {
    const ends = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const path = file(`race-${round}`)
      const run = await project.launch('gate', { config: { ops: { gated: { config: { path } } } } })
      await until('it has started', async () => (await project.engine.instance.runs.getRun(run.runId))?.status === 'STARTED')
      project.write(`race-${round}`, '')
      await new Promise((resolve) => setTimeout(resolve, round))
      await cancel(run)
      const ended = await project.ended(run.runId)
      ends.add(ended.end)
      expect(['SUCCESS', 'CANCELED']).toContain(ended.end)
      expect(ended.events.filter(({ type }) => /^RUN_(SUCCESS|FAILURE|CANCELED)$/.test(type))).toHaveLength(1)
    }
    expect(ends.size).toBeGreaterThan(0)
  })

  test('a cancel at every moment of a start gives one end', async () => {
    for (let round = 0; round < 12; round++) {
      const run = await project.launch('quick')
      await new Promise((resolve) => setTimeout(resolve, round))
      await cancel(run)
      expect(['SUCCESS', 'CANCELED']).toContain((await project.ended(run.runId)).end)
    }
    expect((await project.run('quick')).end).toBe('SUCCESS')
    expect(project.reports).toEqual([])
  })
})
