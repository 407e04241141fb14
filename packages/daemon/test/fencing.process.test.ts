import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { losingAnswers, seededRandom } from '@pawl/testing'
import { expect, test } from 'vitest'
import { runEngine } from '../src/engine.ts'
import { openInstance } from '../src/open-instance.ts'
import { readEndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, TestProject } from './project.ts'
import { until } from './until.ts'

const configOf = (ops: readonly string[], path: string) => ({
  config: { ops: Object.fromEntries(ops.map((name) => [name, { config: { path } }])) },
})

onEachDatabase((database) => {
  test.concurrent('a worker whose run belongs to another supervisor is told so, stops, and writes nothing more', async () => {
    await using project = await startProject({
      jobs: 'fencing',
      config: { storage: await database.newStorage(), worker: { processes: 1 } },
    })
    const { runs, eventLog } = project.engine.instance
    const path = join(project.directory, 'gate')
    const { runId } = await project.launch('fenced', configOf(['gated', 'beside', 'after'], path))
    await until('the gate is reached', () => existsSync(`${path}.begun`))
    const elsewhere = { hostId: 'elsewhere', pid: 1, socketPath: null, leaseMs: 60_000, startedAt: 0 }
    await project.engine.instance.supervisors.register({ supervisorId: 'another', ...elsewhere })
    const [claim] = await runs.write([
      { runId, guard: { kind: 'status', statuses: ['STARTED'] }, events: [], change: { owner: 'another', raiseEpoch: true } },
    ])
    expect(claim).toMatchObject({ kind: 'written', epoch: 2 })
    const before = await eventLog.countEvents(runId)
    project.write('gate.go', '')
    await until('the worker has stopped what it did', () => existsSync(`${path}.stopped`))
    await until('the supervisor has let go of the run', () => project.engine.supervisor.isIdle)
    // Its worker is free for others.
    const next = await project.run('counting', configOf(['a', 'b', 'c'], join(project.directory, 'noted')))
    expect(next.end).toBe('SUCCESS')
    expect(await eventLog.countEvents(runId)).toEqual(before)
    expect(existsSync(`${path}.after`)).toBe(false)
    expect(await runs.getRun(runId)).toMatchObject({ status: 'STARTED', owner: 'another', epoch: 2 })
    expect(project.reports).toEqual([])
  })

  test.concurrent('when answers of the storage get lost after the commit, every run still ends once, and no step runs twice', async () => {
    await using project = new TestProject({
      jobs: 'fencing',
      config: { storage: await database.newStorage(), worker: { processes: 2 }, monitoring: { tickMs: 100 } },
    })
    const opened = await openInstance({ project: project.project })
    const lossy = losingAnswers(opened.instance.runs, { random: seededRandom(7), share: 0.3 })
    const launches = { ...lossy, launchRuns: opened.instance.runs.launchRuns }
    const reports: string[] = []
    const engine = runEngine(
      { ...opened, instance: { ...opened.instance, runs: launches } },
      { project: project.project, report: (message, error) => reports.push(`${message} ${String(error)}`) },
    )
    project.use(engine)
    await project.settled()
    const path = join(project.directory, 'noted')
    const launched = await Promise.all(
      Array.from({ length: 12 }, () => project.launch('counting', configOf(['a', 'b', 'c'], path))),
    )
    const runs = await Promise.all(launched.map(({ runId }) => readEndedRun(opened.instance, runId)))
    expect(runs.map(({ end }) => end)).toEqual(runs.map(() => 'SUCCESS'))
    for (const { run, types } of runs) {
      expect(types.filter((type) => type === 'RUN_STARTING' || type === 'RUN_START' || type === 'RUN_SUCCESS')).toHaveLength(3)
      expect(run.epoch).toBe(1)
    }
    const noted = readFileSync(path, 'utf8').trim().split('\n')
    expect(new Set(noted).size).toBe(36)
    expect(noted).toHaveLength(36)
    expect(new Set(reports)).toEqual(
      new Set(['A write to the storage failed and is repeated. Error: The answer of the storage was lost.']),
    )
  })

  test.concurrent('a storage that fails for a while holds runs up and loses none', async () => {
    await using project = new TestProject({
      jobs: 'fencing',
      config: { storage: await database.newStorage(), worker: { processes: 2 }, monitoring: { tickMs: 100 } },
    })
    const opened = await openInstance({ project: project.project })
    let isDown = false
    const { runs: real } = opened.instance
    const failing = {
      ...real,
      async write(writes: Parameters<typeof real.write>[0]) {
        if (isDown) throw new Error('the disk is away')
        return real.write(writes)
      },
    }
    const reports: string[] = []
    const options = { project: project.project, report: (message: string) => reports.push(message) }
    project.use(runEngine({ ...opened, instance: { ...opened.instance, runs: failing } }, options))
    await project.settled()
    const path = join(project.directory, 'noted')
    const launched = await Promise.all(
      Array.from({ length: 6 }, () => project.launch('counting', configOf(['a', 'b', 'c'], path))),
    )
    await sleep(20)
    isDown = true
    const late = await project.launch('counting', configOf(['a', 'b', 'c'], path))
    // However busy the machine is: until something had to be written, and long enough for it to be repeated in vain.
    await until('a write has failed', () => reports.length > 0)
    await sleep(200)
    isDown = false
    const runs = await Promise.all([...launched, late].map(({ runId }) => readEndedRun(opened.instance, runId)))
    expect(runs.map(({ end }) => end)).toEqual(runs.map(() => 'SUCCESS'))
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(21)
    expect(new Set(reports)).toEqual(new Set(['A write to the storage failed and is repeated.']))
  })

  test.concurrent('stopping with a storage that stays away ends in time, and all processes with it', async () => {
    const monitoring = { tickMs: 100, abortGraceMs: 100, killGraceMs: 100 }
    await using project = new TestProject({
      jobs: 'fencing',
      config: { storage: await database.newStorage(), worker: { processes: 2 }, monitoring },
    })
    const opened = await openInstance({ project: project.project })
    let isDown = false
    const { runs: real } = opened.instance
    const write: typeof real.write = (writes) => (isDown ? Promise.reject(new Error('the disk is away')) : real.write(writes))
    const options = { project: project.project, report: () => undefined }
    const engine = runEngine({ ...opened, instance: { ...opened.instance, runs: { ...real, write } } }, options)
    project.use(engine)
    await project.settled()
    const path = join(project.directory, 'gate')
    await project.launch('fenced', configOf(['gated', 'beside', 'after'], path))
    await until('the gate is reached', () => existsSync(`${path}.begun`))
    isDown = true
    // Its claim waits for the storage, and with it the loop that made it.
    await project.launch('counting', configOf(['a', 'b', 'c'], path))
    await sleep(150)
    await engine.stop()
    expect(engine.supervisor.workerPids).toEqual([])
  })
})
