import { newEvent, type RunWrite, terminateRun } from '@pawl/core/plugin'
import { expect, test, vi } from 'vitest'
import { isProcessWith } from '../src/home/process-liveness.ts'
import { CrashCase, serious } from './crash-case.ts'
import { EngineProcess } from './engine-process.ts'
import { onEachDatabase, type TestDatabase } from './on-each-database.ts'
import { TestProject } from './project.ts'
import { until } from './until.ts'

// Nobody who is gone for good is waited for: a lease would take longer than a test may.
const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100, leaseMs: 3_600_000 }

const DEAD = { supervisorId: 'dead', hostId: 'elsewhere', pid: 1, socketPath: null, leaseMs: 1_000, startedAt: 0 }

/** A project that is looked at from here and whose runs others execute. */
async function openProject(database: TestDatabase, processes = 4): Promise<TestProject> {
  const config = { storage: await database.newStorage(), runRetries: { maxRetries: 2 }, worker: { processes }, monitoring }
  return new TestProject({ jobs: 'crashes', config }).open()
}

/** Leaves a queued run as a daemon does that dies right after its claim. */
async function claimAndDie({ instance }: TestProject, runId: string): Promise<void> {
  await instance.supervisors.register(DEAD)
  await instance.supervisors.declareDead({ supervisorId: 'dead', beat: 0 })
  const at = Date.now()
  const claim: RunWrite = {
    runId,
    guard: { kind: 'status', statuses: ['QUEUED'] },
    events: [newEvent('RUN_STARTING', { at, payload: { supervisorId: 'dead', epoch: 1 } })],
    change: { status: 'STARTING', owner: 'dead', startingAt: at, raiseEpoch: true },
  }
  expect(await instance.runs.write([claim])).toMatchObject([{ kind: 'written' }])
}

// Each test starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

onEachDatabase((database) => {
  test('the daemon is killed: the next one ends its runs without waiting, kills its workers, and goes on', async () => {
    await using project = await openProject(database)
    await using first = await EngineProcess.start(project)
    const waiting = await CrashCase.launch(project, 'deaf')
    const looping = await CrashCase.launch(project, 'endless')
    const canceled = await CrashCase.launch(project, 'deaf')
    const workers = [await waiting.begun(), await looping.begun(), await canceled.begun()]
    // Whose parent is gone has its id until the system has buried it; its command line is gone with it.
    const living = () => workers.filter(({ pid }) => isProcessWith(pid, project.directory))
    expect(living()).toHaveLength(3)
    await first.kill()
    await terminateRun(project.instance, canceled.run.runId)
    const startedAt = Date.now()
    await project.start()
    await waiting.expectRecovered('daemon killed, its worker waits', 'FAILURE/UNEXPECTED_TERMINATION', startedAt)
    await looping.expectRecovered('daemon killed, its worker in an endless loop', 'FAILURE/UNEXPECTED_TERMINATION', startedAt)
    const over = await canceled.expectOver('canceled while its daemon was dead', 'CANCELED', startedAt)
    expect(over.run.tags).not.toHaveProperty('pawl/will_retry')
    expect(living()).toEqual([])
    await until('nothing is known of the dead any more', async () => (await project.instance.supervisors.list()).length === 1)
    expect(serious(project.reports)).toEqual([])
  })

  test('a daemon and its workers are killed: of two that come next one ends each run, and retries it, once', async () => {
    await using project = await openProject(database)
    await using first = await EngineProcess.start(project)
    const cases = [await CrashCase.launch(project, 'told'), await CrashCase.launch(project, 'deaf')]
    for (const one of cases) await one.begun()
    await first.kill({ withChildren: true })
    const claimed = await CrashCase.launch(project, 'none')
    await claimAndDie(project, claimed.run.runId)
    const startedAt = Date.now()
    await using engines = new AsyncDisposableStack()
    const [second] = await Promise.all([EngineProcess.start(project), project.start()])
    engines.use(second)
    for (const one of cases)
      await one.expectRecovered('daemon and workers killed, two recover', 'FAILURE/UNEXPECTED_TERMINATION', startedAt)
    // What had not begun is executed as if nothing had been.
    const run = await claimed.expectOver('daemon died after its claim', 'SUCCESS', startedAt)
    expect(run.run.epoch).toBe(2)
    expect(claimed.executions.map(({ stepKey }) => stepKey)).toEqual(['before', 'risky', 'after'])
    expect(serious([...second.reports, ...project.reports])).toEqual([])
  })

  test('the daemon is killed: another that is there already takes over at once', async () => {
    await using project = await openProject(database, 2)
    await using first = await EngineProcess.start(project)
    const cases = await Promise.all([1, 2].map(() => CrashCase.launch(project, 'deaf')))
    for (const one of cases) await one.begun()
    await project.start()
    await first.kill()
    const killedAt = Date.now()
    for (const one of cases) await one.expectRecovered('one of two daemons killed', 'FAILURE/UNEXPECTED_TERMINATION', killedAt)
    expect(serious(project.reports)).toEqual([])
  })
})
