import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEngine } from '../src/engine.ts'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import { socketDirectory } from '../src/location/socket-path.ts'
import { openInstance } from '../src/open-instance.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, TestProject } from './project.ts'
import { until } from './until.ts'

const monitoring = { abortGraceMs: 300, killGraceMs: 300, tickMs: 100 }

/** Launches a job with one op that tells a process id by a file. */
async function begun(project: TestProject, job: string, op: string): Promise<{ readonly runId: string; readonly pid: number }> {
  const path = join(project.directory, `${op}.pid`)
  const { runId } = await project.launch(job, { config: { ops: { [op]: { config: { path } } } } })
  const pid = await until('the op has begun', () => existsSync(path) && Number(readFileSync(path, 'utf8')))
  return { runId, pid }
}

const leftFiles = ({ project }: TestProject): string[] => [
  ...readdirSync(join(project.home, 'workers')),
  ...readdirSync(socketDirectory(project.home)),
]

onEachDatabase((database) => {
  test.concurrent('stopping ends every run as shut down, whatever its op does, and leaves no process and no file behind', async () => {
    await using project = await startProject({
      jobs: 'deaths',
      config: { storage: await database.newStorage(), worker: { processes: 3 }, monitoring },
    })
    const heeding = await begun(project, 'heeds', 'heeding')
    const blocking = await begun(project, 'blocks', 'blocking')
    const family = await begun(project, 'family', 'parent')
    const queued = await project.launch('quick')
    const workers = project.engine.supervisor.workerPids
    expect(workers).toHaveLength(3)
    await Promise.all([project.engine.stop(), project.engine.stop()])
    expect([...workers, heeding.pid, blocking.pid].filter(isProcessAlive)).toEqual([])
    // Whoever inherits a child of a process that has ended takes a moment to bury it.
    await until('the child of the op has ended', () => !isProcessAlive(family.pid))
    expect(leftFiles(project)).toEqual([])
    // What was stored is looked at by the next engine, which has nothing to take over.
    await project.start()
    for (const { runId } of [heeding, blocking, family]) {
      const run = await project.ended(runId)
      expect(run.end).toBe('FAILURE/UNEXPECTED_TERMINATION')
      expect(run.run.cancelCause).toBe('shutdown')
      expect(run.eventOf('RUN_CANCELING').payload.cause).toBe('shutdown')
    }
    expect((await project.ended(queued.runId)).end).toBe('SUCCESS')
    expect(project.reports).toEqual([])
  })

  test.concurrent.each([0, 150])(
    'stopping %i ms after many launches ends what has begun and leaves the rest to the next',
    async (delay) => {
      await using project = await startProject({ jobs: 'deaths', config: { storage: await database.newStorage(), monitoring } })
      const launched = await Promise.all(Array.from({ length: 8 }, () => project.launch('quick')))
      await new Promise((resolve) => setTimeout(resolve, delay))
      const pids = project.engine.supervisor.workerPids
      await project.engine.stop()
      expect(pids.filter(isProcessAlive)).toEqual([])
      const { instance, close } = await openInstance({ project: project.project })
      const runs = await Promise.all(launched.map(({ runId }) => instance.runs.getRun(runId)))
      // STARTING is a claim whose answer came too late: nobody owns it.
      for (const run of runs)
        expect(`${run?.status} ${run?.cancelCause}`).toMatch(/^(SUCCESS null|FAILURE shutdown|QUEUED null|STARTING null)$/)
      await close()
      await project.start()
      for (const { runId } of launched) {
        const { run } = await project.ended(runId)
        expect(`${run.status} ${run.cancelCause}`).toMatch(/^(SUCCESS null|FAILURE shutdown)$/)
      }
      expect(project.reports).toEqual([])
    },
  )

  test.concurrent('a daemon that was killed leaves workers that end by themselves, and files that the next one removes', async ({
    onTestFinished,
  }) => {
    await using project = new TestProject({
      jobs: 'deaths',
      config: { storage: await database.newStorage(), worker: { processes: 1 }, monitoring },
    })
    const program = new URL('./killed-engine.ts', import.meta.url).pathname
    const daemon = spawn(process.execPath, [program, JSON.stringify(project.project)], {
      stdio: 'ignore',
    })
    onTestFinished(() => void daemon.kill('SIGKILL'))
    const report = join(project.directory, 'pids')
    const pids = await until(
      'the engine has a worker',
      () => existsSync(report) && readFileSync(report, 'utf8').split(' ').map(Number),
    )
    expect(pids.filter(isProcessAlive)).toEqual(pids)
    const exited = new Promise((resolve) => daemon.once('exit', resolve))
    daemon.kill('SIGKILL')
    await exited
    await until('its processes have ended', () => pids.every((pid) => !isProcessAlive(pid)))
    writeFileSync(join(project.project.home, 'workers', 'unrelated.txt'), 'kept')
    expect(leftFiles(project).length).toBeGreaterThan(2)
    const engine = await startEngine({ project: project.project, report: (message) => project.reports.push(message) })
    await until('the locations have loaded', () => engine.instance.locations.listLocations()[0]?.status === 'loaded')
    expect(leftFiles(project).filter((name) => name.startsWith(`${daemon.pid}-`))).toEqual([])
    await engine.stop()
    expect(leftFiles(project)).toEqual(['unrelated.txt'])
    expect(project.reports).toEqual([])
  })
})
