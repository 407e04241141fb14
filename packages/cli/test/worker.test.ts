import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Started, type TestProject, testProject } from './test-project.ts'

let project: TestProject
let worker: Started
beforeAll(async () => {
  project = testProject('failing-project')
  writeFileSync(join(project.directory, 'fail.json'), '[]')
  worker = project.start('worker')
  await worker.waitFor('main: 1 job: flaky')
}, 60_000)
afterAll(async () => {
  worker.child.kill('SIGKILL')
  await worker.finished
  project.remove()
})

test('a worker executes what is queued, without a server, until it is told to stop', async () => {
  const { runId } = await project.json('job', 'launch', 'flaky')
  let run: Record<string, unknown>
  do {
    await sleep(50)
    run = await project.json('run', 'show', String(runId))
  } while (run['status'] !== 'SUCCESS' && run['status'] !== 'FAILURE')
  expect(run).toMatchObject({ status: 'SUCCESS', origin: 'cli' })
  worker.child.kill('SIGTERM')
  const { code, stdout } = await worker.finished
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Pawl .+ executes queued runs, and serves nothing\. Ctrl-C ends it\.\n {2}Home {2}\.?.+\n/)
  expect(stdout).not.toContain('http://')
}, 60_000)
