import { rmSync } from 'node:fs'
import { newEvent, uuidV7 } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

/** A location with the jobs `works`, whose op gives the version, and `gone` in the first version only. */
const code = (version: number, before = ''): string => `
import { definitions, job, op } from '@pawl/core'
import { existsSync } from 'node:fs'
import { z } from 'zod'
${before}
const works = job('works', { run: () => op({ name: 'version', config: z.object({ ${version === 1 ? '' : 'size: z.number()'} }), run: () => { console.log(${version}); return ${version} } })() })
const hold = async () => { while (!existsSync('release')) await new Promise((resolve) => setTimeout(resolve, 10)) }
const holds = job('holds', { run: () => op({ name: 'hold', run: hold })() })
const gone = job('gone', { run: () => op({ name: 'old', run: () => 1 })() })
export default definitions({ jobs: [works, holds${version === 1 ? ', gone' : ''}] })
`
const GOOD = code(1)

let project: TestProject
beforeAll(async () => {
  const config = { locations: { main: './src/main.ts' }, worker: { processes: 1 }, monitoring: { loadTimeoutMs: 3_000 } }
  project = await startProject({ files: { 'src/main.ts': GOOD }, config })
})
afterAll(() => project[Symbol.asyncDispose]())

const state = () => {
  const [location] = project.engine.instance.locations.listLocations()
  if (location === undefined) throw new Error('There is no location.')
  return location
}

async function load(text: string) {
  project.write('src/main.ts', text)
  await project.engine.instance.locations.reloadLocation('main')
  return state()
}

test.each<[string, string, RegExp]>([
  ['a syntax error', `${GOOD}\nconst x: = 1\n`, /^src\/main\.ts:12: Unexpected token/],
  ['a name declared twice', `${GOOD}\nconst works = 2\n`, /^src\/main\.ts:12: Identifier 'works' has already been declared/],
  ['an enum', code(1, 'enum Color { Red }'), /^src\/main\.ts:5: TypeScript enum is not supported in strip-only mode\. Node runs/],
  ['a missing import', code(1, "import './nothing.ts'"), /^src\/main\.ts:5: Cannot find module 'src\/nothing\.ts'/],
  ['a throw', code(1, "throw new Error('no database here')"), /^no database here$/],
  ['an unhandled rejection', code(1, "void Promise.reject(new Error('left alone'))"), /^left alone$/],
  ['the end of the process', code(1, 'process.exit(0)'), /ended the process while it was being imported \(exit code 0\)/],
  ['no default export', 'export const x = 1\n', /has no default export.*export default definitions/],
  ['another default export', 'export default { jobs: [] }\n', /exports something else as default/],
  ['a definition error', code(1, "job('bad', { run: () => ({}) as never })"), /bad/],
])('%s at import is told as the location’s error, and the last good jobs stay', async (_, text, message) => {
  const good = state().generation
  const failed = await load(text)
  expect(failed.status).toBe('failed')
  expect(failed.error?.message).toMatch(message)
  expect(failed.error?.message).not.toContain(project.directory)
  expect(failed.generation).toBe(good)
  expect(failed.jobs.map(({ name }) => name)).toEqual(['works', 'holds', 'gone'])
})

test('while the code is broken, runs go on in the workers that have the last good code', async () => {
  expect((await load(GOOD)).status).toBe('loaded')
  expect((await project.run('works')).end).toBe('SUCCESS')
  expect((await load('syntax error')).status).toBe('failed')
  const run = await project.run('works')
  expect(run.end).toBe('SUCCESS')
  expect(run.run.generation).toBe(state().generation)
})

test('a run that only a new worker could take fails with the error of the import', async () => {
  await load(GOOD)
  await project.run('works')
  await load("throw new Error('not today')")
  const run = await project.run('works', { tags: { 'pawl/isolation': 'fresh' } })
  expect(run.end).toBe('FAILURE/JOB_INITIALIZATION_FAILURE')
  expect(run.message).toBe('The location’s code could not be imported: not today')
})

test('an import without end is given up in time; the code host of before goes on answering', async () => {
  await load(GOOD)
  await project.run('works')
  const failed = await load(code(1, 'while (true);'))
  expect(failed.status).toBe('failed')
  expect(failed.error?.message).toMatch(/did not finish importing within 3 s: is there an endless loop/)
  expect((await project.run('works')).end).toBe('SUCCESS')
})

test('after a reload, runs execute the new code, and the workers of the old are gone', async () => {
  await load(GOOD)
  const before = await project.run('works')
  expect((await load(code(2))).jobs.map(({ name }) => name)).toEqual(['works', 'holds'])
  await expect(project.launch('works')).rejects.toThrow(/size/)
  const after = await project.run('works', { config: { ops: { version: { config: { size: 1 } } } } })
  expect(after.end).toBe('SUCCESS')
  expect(await after.printed('stdout', 'version')).toBe('2\n')
  expect(after.run.generation).not.toBe(before.run.generation)
  expect(after.workerPid).not.toBe(before.workerPid)
})

/** Holds the only worker with a run, queues one of a job behind it, and lets go when the code has changed. */
async function runAfterChange(job: string, text: string): Promise<EndedRun> {
  rmSync(`${project.directory}/release`, { force: true })
  await load(GOOD)
  const holder = await project.launch('holds')
  const { runs } = project.engine.instance
  await until('the worker is busy', async () => (await runs.getRun(holder.runId))?.status === 'STARTED')
  const queued = await project.launch(job)
  await load(text)
  expect((await runs.getRun(queued.runId))?.status).toBe('QUEUED')
  project.write('release', '')
  expect((await project.ended(holder.runId)).end).toBe('SUCCESS')
  return project.ended(queued.runId)
}

test.each<[string, string, RegExp]>([
  ['works', 'whose config is no longer valid', /size/],
  ['gone', 'whose job is gone', /There is no job "gone" in this location. It has "works" and "holds"/],
])('a queued run of %s, %s, fails at its start', async (job, _, message) => {
  const run = await runAfterChange(job, code(2))
  expect(run.end).toBe('FAILURE/JOB_INITIALIZATION_FAILURE')
  expect(run.message).toMatch(message)
})

test('a run of a location that the project does not have fails at its start', async () => {
  await load(GOOD)
  const { instance } = project.engine
  const like = await project.run('works')
  const runId = uuidV7(Date.now(), Math.random)
  const spec = { ...like.run, runId, rootRunId: runId, locationName: 'elsewhere' }
  await instance.runs.launchRuns([{ spec, events: [newEvent('RUN_ENQUEUED', { at: spec.createdAt, payload: {} })] }])
  instance.hints.notify(runId, 'queued')
  const run = await project.ended(runId)
  expect(run.end).toBe('FAILURE/JOB_INITIALIZATION_FAILURE')
  expect(run.message).toBe('There is no location "elsewhere"; the project has "main".')
})

test('nothing was reported', () => {
  expect(project.reports).toEqual([])
})
