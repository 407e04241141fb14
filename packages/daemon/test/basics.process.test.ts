import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProject, type TestProject } from './project.ts'

let project: TestProject
beforeAll(async () => {
  project = await startProject({ jobs: 'basics' })
})
afterAll(() => project[Symbol.asyncDispose]())

test('a chain runs', async () => {
  const run = await project.run('chain')
  expect(run.end).toBe('SUCCESS')
  console.log(run.shown)
})
