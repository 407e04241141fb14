import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { createGraphqlHandler } from '@pawl/graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDatabase } from '../../storage/test/postgres-server.ts'
import { startProject, TestProject } from './project.ts'
import { until } from './until.ts'

const PASSWORD = encodeURIComponent('correct horse')
// Nobody looks at the queue by itself while these tests run.
const config = { worker: { processes: 1 }, monitoring: { tickMs: 3_600_000 } }

let connectionString: string
let project: TestProject
beforeAll(async () => {
  connectionString = await newDatabase()
  process.env['KEPT'] = 'kept'
  process.env['TEST_DATABASE_URL'] = connectionString
  process.env['SAME_AGAIN'] = `jdbc:${connectionString}`
  process.env['DATABASE_PASSWORD'] = 'correct horse'
  project = await startProject({
    jobs: 'runs',
    config: { ...config, storage: { postgres: { connectionString: { env: 'TEST_DATABASE_URL' } } } },
  })
}, 60_000)
afterAll(async () => {
  for (const name of ['KEPT', 'TEST_DATABASE_URL', 'SAME_AGAIN', 'DATABASE_PASSWORD']) delete process.env[name]
  await project[Symbol.asyncDispose]()
})

test('a run that another process launches starts at once, and that process hears of every step of it', async () => {
  await using other = await new TestProject({
    jobs: 'runs',
    config: { ...config, storage: { postgres: { connectionString } } },
  }).open()
  const heard: string[] = []
  other.instance.hints.listen(null, (runId, what) => heard.push(`${what} ${runId}`))
  const isListening = async (): Promise<boolean> => {
    heard.length = 0
    await project.launch('chain')
    await until('a moment has passed', () => new Promise((resolve) => setTimeout(() => resolve(true), 20)))
    return heard.length > 0
  }
  await until('the other process listens', isListening)
  const { runId } = await other.launch('chain')
  const run = await other.ended(runId)
  expect(run.end).toBe('SUCCESS')
  // Its own launch it knew of; the claim, the batches of its four steps and the end it was told.
  await until('it has heard of the end', () => heard.includes(`ended ${runId}`))
  expect(heard.filter((news) => news === `queued ${runId}`)).toHaveLength(1)
  expect(heard.filter((news) => news === `changed ${runId}`).length).toBeGreaterThanOrEqual(4)
})

test('users’ code sees neither the connection string nor its password, by any variable or argument', async () => {
  const run = await project.run('surroundings')
  const output = run.outputs.find(({ stepKey }) => stepKey === 'environment')
  const { pid, names } = JSON.parse(readFileSync(output?.stored.location ?? '', 'utf8')) as { pid: number; names: string[] }
  expect(names).toContain('KEPT')
  for (const name of ['TEST_DATABASE_URL', 'SAME_AGAIN', 'DATABASE_PASSWORD']) expect(names).not.toContain(name)
  // Where the system shows them.
  if (!existsSync('/proc/self/environ')) return
  const seen = ['environ', 'cmdline'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join('\n')
  expect(seen).toContain('main.ts')
  expect(seen).not.toContain(PASSWORD)
  expect(seen).not.toContain('correct horse')
})

test('no file of the home holds the connection string or its password', async () => {
  await project.run('chain')
  const files = readdirSync(project.project.home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
  const texts = files.flatMap((file) =>
    file.isFile() && !file.parentPath.includes('/cache') ? [readFileSync(join(file.parentPath, file.name), 'utf8')] : [],
  )
  expect(texts.length).toBeGreaterThan(0)
  for (const text of texts) expect(text).not.toMatch(new RegExp(`${PASSWORD}|correct horse`))
})

test('when the database goes away, no answer of GraphQL tells the way to it', async () => {
  await using away = await new TestProject({
    config: { ...config, storage: { postgres: { connectionString } } },
  }).open()
  const reports: unknown[] = []
  const handler = createGraphqlHandler(away.instance, { report: (_, error) => reports.push(error) })
  await away.instance.runs.close()
  const response = await handler.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: 'localhost' },
      body: JSON.stringify({ query: '{ runsOrError(limit: 1) { __typename } }' }),
    }),
  )
  expect(await response.json()).toMatchObject({
    errors: [
      {
        message: expect.stringMatching(
          /^The server cannot use its database\. The server's log tells more under the reference \w{8}\.$/,
        ),
        extensions: { code: 'STORAGE_CLOSED' },
      },
    ],
  })
  expect(inspect(reports, { depth: 9 })).toContain('on 127.0.0.1')
  expect(inspect(reports, { depth: 9 })).not.toMatch(new RegExp(`${PASSWORD}|correct horse`))
  await handler.dispose()
})
