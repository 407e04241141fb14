import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { terminateRun } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { isProcessAlive } from '../src/home/process-liveness.ts'
import { reloadOnChange } from '../src/reload-on-change.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

/** A job whose config schema does what its config says, and tells the process it runs in. */
const CODE = `
import { appendFileSync, existsSync } from 'node:fs'
import { definitions, job, op } from '@pawl/core'
import { z } from 'zod'
appendFileSync('pids', process.pid + '\\n')
while (existsSync('hold-imports')) await new Promise((resolve) => setTimeout(resolve, 10))
const config = z.object({ act: z.string().default('') }).superRefine(({ act }) => {
  if (act === 'hang') while (true);
  if (act === 'exit') process.exit(7)
  if (act === 'throw') throw new Error('a mistake in a schema')
})
const quick = job('quick', { run: () => op({ name: 'step', config, run: () => 1 })() })
export default definitions({ jobs: [quick] })
`
const acting = (act: string) => ({
  locationName: 'main',
  jobName: 'quick',
  opSelection: null,
  config: { ops: { step: { config: { act } } } },
})

/** Of every process that has begun to import the code. */
const pidsOf = ({ directory }: TestProject): number[] => readFileSync(`${directory}/pids`, 'utf8').trim().split('\n').map(Number)

const start = (monitoring = {}) =>
  startProject({
    files: { 'main.ts': CODE },
    config: { locations: { main: './main.ts' }, worker: { processes: 1 }, monitoring: { tickMs: 100, ...monitoring } },
  })

test.concurrent('a code host that does not answer, or dies, or throws, is told apart, and the next question finds another', async () => {
  await using project = await start({ answerTimeoutMs: 2_000 })
  const { locations } = project.engine.instance
  const ask = (act: string) => locations.validateRunConfig(acting(act))
  await expect(ask('hang')).rejects.toMatchObject({ code: 'CODE_HOST_TIMEOUT', message: expect.stringContaining('within 2 s') })
  expect(await ask('')).toEqual({ ok: true, selectedOps: ['step'] })
  await expect(ask('exit')).rejects.toMatchObject({ code: 'CODE_HOST_DIED', message: expect.stringContaining('exit code 7') })
  expect(await ask('')).toMatchObject({ ok: true })
  const thrown = await ask('throw').then(
    (answer) => JSON.stringify(answer),
    (error: Error) => error.message,
  )
  expect(thrown).toContain('a mistake in a schema')
  expect(await ask('')).toMatchObject({ ok: true })
  expect((await project.run('quick')).end).toBe('SUCCESS')
  // Many at once are answered each with its own.
  const asked = Array.from({ length: 50 }, (_, index) =>
    locations.validateRunConfig({ ...acting(''), config: index % 2 === 0 ? {} : { nonsense: index } }),
  )
  const answers = await Promise.all(asked)
  expect(answers.map(({ ok }) => ok)).toEqual(answers.map((_, index) => index % 2 === 0))
  await expect(locations.getRunConfigSchema({ ...acting(''), jobName: 'quik' })).rejects.toMatchObject({ code: 'UNKNOWN_JOB' })
  await expect(locations.getRunConfigSchema({ ...acting(''), opSelection: 'stepp' })).rejects.toMatchObject({
    code: 'INVALID_OP_SELECTION',
    details: { position: 0, length: 5, didYouMean: 'step' },
  })
  await expect(locations.reloadLocation('mian')).rejects.toMatchObject({ code: 'UNKNOWN_LOCATION' })
  expect(project.reports).toEqual([])
})

test.concurrent('a run whose worker does not get its code imported is canceled at once, or fails in time', async () => {
  await using project = await start({ loadTimeoutMs: 5_000 })
  const { instance } = project.engine
  const fresh = { tags: { 'pawl/isolation': 'fresh' } }
  await until('the first worker is warm', async () => (await project.run('quick')).end === 'SUCCESS')
  writeFileSync(`${project.directory}/hold-imports`, '')
  const canceled = await project.launch('quick', fresh)
  await until('it waits for its worker', async () => (await instance.runs.getRun(canceled.runId))?.status === 'STARTING')
  expect(await terminateRun(instance, canceled.runId)).toMatchObject({ kind: 'canceling' })
  const ended = await project.ended(canceled.runId)
  expect(ended.end).toBe('CANCELED')
  expect(ended.types).not.toContain('RUN_START')
  const late = await project.run('quick', fresh)
  expect(late.end).toBe('FAILURE/JOB_INITIALIZATION_FAILURE')
  expect(late.message).toContain('did not finish importing within 5 s')
})

test.concurrent('a run that is not started in time fails, and its worker is gone', async () => {
  await using project = await start({ startTimeoutMs: 700 })
  await project.run('quick')
  writeFileSync(`${project.directory}/hold-imports`, '')
  const run = await project.run('quick', { tags: { 'pawl/isolation': 'fresh' } })
  expect(run.end).toBe('FAILURE/START_TIMEOUT')
  expect(run.message).toBe('No worker had started it within 0.7 s.')
})

test.concurrent('files that change reload their location; others, and what is written to outputs, do not; stopping ends what still imports', async () => {
  await using project = await startProject({
    files: { 'main.ts': CODE, 'src/other.ts': CODE, 'src/package.json': '{ "type": "module" }' },
    config: { locations: { main: './main.ts' }, io: { baseDirectory: './out' } },
  })
  const { locations } = project.engine
  const stop = reloadOnChange(locations.hosts, (message, error) => project.reports.push(`${message} ${String(error)}`))
  const generation = () => locations.listLocations()[0]?.generation
  const first = generation()
  try {
    await until('the change is seen', async () => {
      // The watcher may not have begun to watch yet.
      project.write('lib/part.ts', `export const at = ${Date.now()}\n`)
      await sleep(200)
      return generation() !== first
    })
    // Each write that was not seen at once may still be.
    await until('all changes are loaded', async () => !(await locations.hosts[0]?.hasChanged()))
    await project.settled()
    const second = generation()
    project.write('notes.md', 'no code')
    project.write('out/step/result.json', '{}')
    project.write('.pawl/state.json', '{}')
    project.write('node_modules/x/index.js', 'export {}')
    project.write('dist/main.js', 'export {}')
    await sleep(400)
    expect(generation()).toBe(second)
    project.write('main.ts', 'broken code')
    await until('the mistake is told', () => locations.listLocations()[0]?.status === 'failed')
    project.write('main.ts', `${CODE}\n// mended\n`)
    await until('it is mended', () => locations.listLocations()[0]?.status === 'loaded')
    expect(generation()).not.toBe(second)
    project.write('hold-imports', '')
    const known = pidsOf(project).length
    project.write('main.ts', `${CODE}\n// new\n`)
    await until('the new code host imports', () => pidsOf(project).length > known)
  } finally {
    await stop()
  }
  await project.engine.stop()
  expect(pidsOf(project).filter(isProcessAlive)).toEqual([])
  expect(project.reports).toEqual([])
})
