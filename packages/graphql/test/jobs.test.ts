import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer

beforeAll(async () => {
  instance = testInstance()
  server = await startServer(instance)
})
afterAll(() => server.close())

test('jobs are listed by location and name, page by page', async () => {
  const first = await server.query('{ version jobs(limit: 2) { results { id name locationName } cursor hasMore } }')
  expect(first).toEqual({
    data: {
      version: '0.0.0-test',
      jobs: {
        results: [
          { id: 'flights:report', name: 'report', locationName: 'flights' },
          { id: 'weather:alerts', name: 'alerts', locationName: 'weather' },
        ],
        cursor: 'weather:alerts',
        hasMore: true,
      },
    },
  })
  const second = await server.query('{ jobs(limit: 2, cursor: "weather:alerts") { results { name } hasMore } }')
  expect(second.data).toEqual({ jobs: { results: [{ name: 'forecast' }], hasMore: false } })
})

test('jobs are found by text in name, description, owners and tags', async () => {
  const query = 'query ($text: String) { jobs(filter: { text: $text }) { results { name } } }'
  for (const text of ['REPORT', 'delays', 'ada', 'team=ops']) {
    expect((await server.query(query, { text })).data).toEqual({ jobs: { results: [{ name: 'report' }] } })
  }
  expect((await server.query(query, { text: 'nothing' })).data).toEqual({ jobs: { results: [] } })
})

test('a job shows its graph, its policies and its newest runs', async () => {
  const older = await launched(instance)
  const newer = await launched(instance)
  const query = `{ jobOrError(selector: { jobName: "report" }) { ... on Job {
    tags { key value } owners resources { key hasConfig } runs(limit: 1) { runId }
    ops { key retry hasConfig resources tags { key value } mapOver { key output } ins { name optional } outs { name dynamic } }
    edges { from output to input kind }
  } } }`
  const { data, errors } = await server.query(query)
  expect(errors).toBeUndefined()
  expect(data).toMatchObject({
    jobOrError: {
      tags: [{ key: 'team', value: 'ops' }],
      owners: ['ada'],
      resources: [{ key: 'http', hasConfig: false }],
      runs: [{ runId: newer.runId }],
      ops: [
        { key: 'split', retry: 'up to 2 retries, after 1 s, 2 s', tags: [{ key: 'kind', value: 'io' }] },
        { key: 'count', mapOver: { key: 'split', output: 'airports' }, ins: [{ name: 'airport', optional: false }] },
        { key: 'render', outs: [{ name: 'result', dynamic: false }] },
      ],
      edges: [{ kind: 'ITEM' }, { kind: 'COLLECT', to: 'render', input: 'counts' }],
    },
  })
  expect(older.runId < newer.runId).toBe(true)
})

test('an unknown job is an answer that says what was meant', async () => {
  const query = `{ jobOrError(selector: { jobName: "reprot" }) {
    ... on JobNotFoundError { message jobName didYouMean } } }`
  expect((await server.query(query)).data).toEqual({
    jobOrError: { message: 'There is no job "reprot". Did you mean "report"?', jobName: 'reprot', didYouMean: 'report' },
  })
})

test('the config schema comes with a default document, for a selection too', async () => {
  const query = `query ($selection: String) {
    runConfigSchemaOrError(selector: { jobName: "report", opSelection: $selection }) {
      ... on RunConfigSchema { jsonSchema hash defaultConfig defaultYaml }
      ... on InvalidOpSelectionError { message position length didYouMean } } }`
  expect((await server.query(query, { selection: 'split' })).data).toEqual({
    runConfigSchemaOrError: {
      jsonSchema: { type: 'object', properties: { ops: { properties: { split: { type: 'object' } } } } },
      hash: 'h1',
      defaultConfig: { ops: {} },
      defaultYaml: 'ops: {}\n',
    },
  })
  expect((await server.query(query, { selection: 'split,rendr' })).data).toEqual({
    runConfigSchemaOrError: { message: 'There is no op "rendr".', position: 6, length: 5, didYouMean: 'split' },
  })
})

const VALIDATE = `query ($data: JSON!) { isRunConfigValid(selector: { jobName: "report" }, runConfigData: $data) {
  __typename ... on RunConfigValid { selectedOps }
  ... on RunConfigInvalid { errors { path code message didYouMean } } } }`

test.each([
  ['an object', { ops: { split: {} } }],
  ['JSON text', '{ "ops": {} }'],
  ['YAML text', 'ops:\n  split: # a comment\n    config: { path: a.csv }\n'],
  ['no text', '  \n'],
])('a run config may be %s', async (_what, data) => {
  expect((await server.query(VALIDATE, { data })).data).toEqual({
    isRunConfigValid: { __typename: 'RunConfigValid', selectedOps: ['split', 'count', 'render'] },
  })
})

test('every error of a config is told at once', async () => {
  expect((await server.query(VALIDATE, { data: 'op: {}\nresource: {}' })).data).toEqual({
    isRunConfigValid: {
      __typename: 'RunConfigInvalid',
      errors: [
        { path: ['op'], code: 'UNKNOWN_FIELD', message: 'There is no "op".', didYouMean: 'ops' },
        { path: ['resource'], code: 'UNKNOWN_FIELD', message: 'There is no "resource".', didYouMean: 'ops' },
      ],
    },
  })
})

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)
  .join('\n')}`

test.each([
  ['unclosed text', 'ops: "never', 'SYNTAX_ERROR'],
  ['the same key twice', 'ops: {}\nops: {}', 'SYNTAX_ERROR'],
  ['a list', '[1, 2]', 'NOT_AN_OBJECT'],
  ['a number', 12, 'NOT_AN_OBJECT'],
  ['a number that JSON does not have', 'ops: .inf', 'INVALID_VALUE'],
  ['a few lines that stand for millions', bomb, 'SYNTAX_ERROR'],
])('a run config that is %s is refused as an error of the config', async (_what, data, code) => {
  expect((await server.query(VALIDATE, { data })).data).toMatchObject({
    isRunConfigValid: { __typename: 'RunConfigInvalid', errors: [{ path: [], code }] },
  })
})

test('locations tell their state; reloading one changes it', async () => {
  instance.locations.change('weather', { status: 'failed', error: { name: 'SyntaxError', message: 'Unexpected token' } })
  expect((await server.query('{ locations { name module status error { name message } jobNames } }')).data).toEqual({
    locations: [
      { name: 'flights', module: './flights.ts', status: 'LOADED', error: null, jobNames: ['report'] },
      {
        name: 'weather',
        module: './weather.ts',
        status: 'FAILED',
        error: { name: 'SyntaxError', message: 'Unexpected token' },
        jobNames: ['forecast', 'alerts'],
      },
    ],
  })
  const reload =
    'mutation ($name: String!) { reloadLocation(name: $name) { ... on Location { generation } ... on Error { message } } }'
  expect((await server.query(reload, { name: 'flights' })).data).toEqual({ reloadLocation: { generation: 'g2' } })
  expect((await server.query(reload, { name: 'nowhere' })).data).toEqual({
    reloadLocation: { message: 'There is no location "nowhere".' },
  })
})
