import { Client, fetchExchange } from '@urql/core'
import { expect, test } from 'vitest'
import { ConfigSchemaDocument, RunPageDocument } from '../generated/graphql.ts'
import { launchpadCache } from './cache.ts'

/** A client whose server answers each operation, by its name, with what is given. */
function clientAnswering(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const { operationName } = JSON.parse(String(init?.body)) as { operationName: string }
    asked.push(operationName)
    return Response.json({ data: answers[operationName] })
  }
  const client = new Client({
    url: 'http://localhost/graphql',
    fetch,
    preferGetMethod: false,
    exchanges: [launchpadCache(), fetchExchange],
  })
  return { client, asked }
}

const run = { __typename: 'Run', id: 'run-1', status: 'STARTED', jobName: 'flights' }

test('a run that one query brought is there for the next, and stays one', async () => {
  const { client } = clientAnswering({ List: { runs: [run] }, One: { runOrError: { ...run, status: 'SUCCESS' } } })
  const list = 'query List { runs { id status jobName } }'
  const one = 'query One { runOrError(runId: "run-1") { __typename ... on Run { id status jobName } } }'
  await client.query(list, {}).toPromise()
  await client.query(one, {}, { requestPolicy: 'network-only' }).toPromise()
  expect(client.readQuery(list, {})?.data).toMatchObject({ runs: [{ id: 'run-1', status: 'SUCCESS' }] })
})

test('a page is shown at once from what a list knew', async () => {
  const { client, asked } = clientAnswering({ List: { runs: [run] } })
  await client.query('query List { runs { id status jobName } }', {}).toPromise()
  const known = 'query One { runOrError(runId: "run-1") { __typename ... on Run { id status } } }'
  const { data } = await client.query(known, {}, { requestPolicy: 'cache-first' }).toPromise()
  expect(data).toMatchObject({ runOrError: { id: 'run-1', status: 'STARTED' } })
  expect(asked).toEqual(['List'])
})

test('a run that does not exist is answered as such', async () => {
  const { client } = clientAnswering({ RunPage: { runOrError: { __typename: 'RunNotFoundError', message: 'no such run' } } })
  const { data } = await client.query(RunPageDocument, { runId: 'run-9' }).toPromise()
  expect(data?.runOrError).toMatchObject({ __typename: 'RunNotFoundError', message: 'no such run' })
})

test('members of a union are told apart by the schema, not by guesses', async () => {
  const schema = { __typename: 'RunConfigSchema', hash: 'h', jsonSchema: { type: 'object' }, defaultYaml: '{}\n' }
  const { client } = clientAnswering({ ConfigSchema: { runConfigSchemaOrError: schema } })
  const { data } = await client.query(ConfigSchemaDocument, { selector: { jobName: 'flights' } }).toPromise()
  expect(data?.runConfigSchemaOrError).toMatchObject({ hash: 'h', jsonSchema: { type: 'object' } })
})
