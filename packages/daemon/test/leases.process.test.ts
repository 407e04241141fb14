import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { isProcessAlive, isProcessWith } from '../src/home/process-liveness.ts'
import { CrashCase, serious } from './crash-case.ts'
import { EngineProcess } from './engine-process.ts'
import { onEachDatabase, type TestDatabase } from './on-each-database.ts'
import { TestProject } from './project.ts'
import { until } from './until.ts'

const LEASE_MS = 500

async function openProject(database: TestDatabase): Promise<TestProject> {
  const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100, leaseMs: LEASE_MS }
  const config = { storage: await database.newStorage(), runRetries: { maxRetries: 2 }, worker: { processes: 1 }, monitoring }
  return new TestProject({ jobs: 'crashes', config }).open()
}

const supervisors = async ({ instance }: TestProject): Promise<readonly string[]> =>
  (await instance.supervisors.list()).map(({ supervisorId, status }) => `${supervisorId} ${status}`)

// Each test starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

onEachDatabase((database) => {
  test('code that is busy for ten leases, and a pause of everything for four, as of a sleeping machine, are no death', async () => {
    await using project = await openProject(database)
    await using one = await EngineProcess.start(project, 'one')
    await using two = await EngineProcess.start(project, 'two')
    const both = [one, two]
    const busy = await project.launch('cpu_bound', { config: { ops: { busy: { config: { ms: 10 * LEASE_MS } } } } })
    const waiting = await CrashCase.launch(project, 'told')
    await waiting.begun()
    const before = await supervisors(project)
    for (const engine of both) engine.signal('SIGSTOP', { withChildren: true })
    await sleep(4 * LEASE_MS)
    for (const engine of both.toReversed()) engine.signal('SIGCONT', { withChildren: true })
    const wokenAt = Date.now()
    waiting.go()
    const woken = await waiting.expectOver(`everything paused for 4 leases of ${LEASE_MS} ms`, 'SUCCESS', wokenAt)
    const ended = await project.ended(busy.runId)
    expect(ended.end, ended.shown).toBe('SUCCESS')
    expect([woken.run.epoch, ended.run.epoch]).toEqual([1, 1])
    // Nobody was taken for dead, neither then nor afterwards.
    expect(await supervisors(project)).toEqual(before)
    process.stdout.write(`crash matrix | CPU-bound for 10 leases | ${database.name} | ${ended.end}, nobody declared dead\n`)
    expect(serious(both.flatMap(({ reports }) => reports))).toEqual([])
  })

  test('a supervisor and its worker that were stopped and replaced write nothing when they wake, and stop', async () => {
    await using project = await openProject(database)
    const { instance } = project
    await using zombie = await EngineProcess.start(project, 'one')
    const running = await CrashCase.launch(project, 'deaf')
    const { pid: workerPid } = await running.begun()
    const [before] = await supervisors(project)
    // On another machine, where its worker cannot be killed.
    await project.start('two')
    zombie.signal('SIGSTOP', { withChildren: true })
    const stoppedAt = Date.now()
    await running.expectRecovered(
      'supervisor and worker stopped, another takes over',
      'FAILURE/UNEXPECTED_TERMINATION',
      stoppedAt,
    )
    const { run, events } = await running.ended()
    // Its worker could finish the step at once.
    running.go()
    zombie.signal('SIGCONT', { withChildren: true })
    await until('the worker is gone', () => !isProcessAlive(workerPid))
    await until('the supervisor is back under another id', async () => {
      const alive = (await supervisors(project)).filter((one) => one.endsWith(' alive'))
      return alive.length === 2 && !alive.includes(before ?? '')
    })
    expect(await instance.runs.getRun(run.runId)).toEqual(run)
    expect(await instance.eventLog.countEvents(run.runId)).toMatchObject({ total: events.length })
    expect(running.executions.filter(({ stepKey }) => stepKey === 'after')).toHaveLength(1)
    // It goes on: one of the two at least has room for each of these.
    const next = await Promise.all([1, 2].map(() => CrashCase.launch(project, 'none')))
    for (const one of next) expect((await one.ended()).end).toBe('SUCCESS')
    expect(serious([...zombie.reports, ...project.reports])).toEqual([])
  })

  test('on one machine the worker of a stopped supervisor is dead before its run is ended', async () => {
    await using project = await openProject(database)
    await using zombie = await EngineProcess.start(project)
    const running = await CrashCase.launch(project, 'deaf')
    const { pid: workerPid } = await running.begun()
    await project.start()
    zombie.signal('SIGSTOP')
    const stoppedAt = Date.now()
    const failed = await running.ended()
    // Its parent is stopped and cannot bury it, so it may still have its id.
    expect(isProcessWith(workerPid, project.directory)).toBe(false)
    expect(failed.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
    await running.expectRecovered(
      'supervisor stopped, its worker on the same machine',
      'FAILURE/UNEXPECTED_TERMINATION',
      stoppedAt,
    )
    zombie.signal('SIGCONT')
    await until('it is back', async () => (await supervisors(project)).filter((one) => one.endsWith(' alive')).length === 2)
    expect(serious([...zombie.reports, ...project.reports])).toEqual([])
  })
})
