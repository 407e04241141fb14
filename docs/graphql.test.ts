import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isRecord } from '@pawl/core/plugin'
import { type Daemon, startDaemon } from '@pawl/daemon'
import { buildSchema, parse, validate } from 'graphql'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listExamples } from './test/graphql-examples.ts'
import { readPage } from './test/pages.ts'
import { snippetsOf } from './test/snippets.ts'

const page = readPage('docs/graphql.md')
const examples = listExamples(page)
const require = createRequire(import.meta.url)
const schema = buildSchema(readFileSync(require.resolve('@pawl/graphql/schema.graphql'), 'utf8'))

const SHOWN_RUN_ID = '019c1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b'

let directory: string
let daemon: Daemon
let runId = SHOWN_RUN_ID

/** A project of the page's own location, in a folder where its imports are found. */
function writeProject(): string {
  const snippets = join(dirname(import.meta.filename), 'dist')
  mkdirSync(snippets, { recursive: true })
  const project = mkdtempSync(join(snippets, 'graphql-'))
  const location = snippetsOf(page).find(({ file }) => file === 'definitions.ts')
  writeFileSync(join(project, 'definitions.ts'), location?.source ?? '')
  writeFileSync(join(project, 'pawl.config.ts'), "export default { locations: { weather: './definitions.ts' } }\n")
  return project
}

beforeAll(async () => {
  directory = writeProject()
  daemon = await startDaemon({ projectDirectory: directory, port: 0, report: () => undefined })
  while (!daemon.instance.locations.listLocations().every(({ status }) => status === 'loaded')) await setTimeout(20)
}, 60_000)

afterAll(async () => {
  await daemon?.stop()
  rmSync(directory, { recursive: true, force: true })
}, 60_000)

const withRunId = (value: unknown, from: string, to: string): unknown => JSON.parse(JSON.stringify(value).replaceAll(from, to))

async function ask(query: string, variables: unknown): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${daemon.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: withRunId(variables, SHOWN_RUN_ID, runId) }),
  })
  const answer = (await response.json()) as { readonly data?: Readonly<Record<string, unknown>>; readonly errors?: unknown }
  expect(answer.errors).toBeUndefined()
  return answer.data ?? {}
}

/** Follows a subscription to its end. */
async function follow(query: string, variables: unknown): Promise<readonly unknown[]> {
  const client = createClient({ url: `${daemon.url.replace('http', 'ws')}/graphql` })
  const messages: unknown[] = []
  for await (const { data, errors } of client.iterate({
    query,
    variables: withRunId(variables, SHOWN_RUN_ID, runId) as Record<string, unknown>,
  })) {
    expect(errors).toBeUndefined()
    messages.push(data)
  }
  await client.dispose()
  return messages
}

test.each(examples.map((example) => [example.line, example.query] as const))('the operation in line %i is valid', (_, query) => {
  expect(validate(schema, parse(query))).toEqual([])
})

describe('the answers are those that the page shows', () => {
  test.each(examples.map((example) => [example.line, example] as const))('line %i', async (_, example) => {
    const { query, variables, isSubscription, answer } = example
    if (isSubscription) {
      const messages = await follow(query, variables)
      expect(messages.at(-1)).toMatchObject({ runLogs: { done: true, run: { status: 'SUCCESS' } } })
      return
    }
    const data = await ask(query, variables)
    const launched = data['launchRun']
    if (isRecord(launched) && isRecord(launched['run'])) runId = String(launched['run']['runId'])
    expect(withRunId(data, runId, SHOWN_RUN_ID)).toEqual(answer)
  })
})
