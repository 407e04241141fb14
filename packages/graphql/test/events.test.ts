import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import {
  launched,
  logged,
  reportPlan,
  runStarted,
  runSucceeded,
  stepFailed,
  stepStarted,
  stepUpForRetry,
  write,
} from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer
let runId: string

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance, { hiddenFolders: ['/srv/project/', '/srv'] })
  runId = (await launched(instance)).runId
})
afterEach(() => server.close())

interface Page {
  readonly events: readonly {
    readonly seq: number
    readonly message: string
    readonly eventType: string
    readonly level: string
  }[]
  readonly cursor: string
  readonly hasMore: boolean
}

const LOGS = `query ($runId: ID!, $after: String, $limit: Int, $filter: EventsFilter, $reverse: Boolean) {
  logsForRun(runId: $runId, afterCursor: $after, limit: $limit, filter: $filter, reverse: $reverse) {
    ... on EventConnection { events { seq cursor eventType at level message stepKey attempt error { name message stack } payload } cursor hasMore }
    ... on RunNotFoundError { runId } } }`

const logs = async (variables: Record<string, unknown> = {}): Promise<Page> => {
  const { data, errors } = await server.query(LOGS, { runId, ...variables })
  expect(errors).toBeUndefined()
  return (data as { logsForRun: Page }).logsForRun
}

const messages = ({ events }: Page): readonly string[] => events.map(({ message }) => message)
const numbers = ({ events }: Page): readonly number[] => events.map(({ seq }) => seq)

const logLines = (count: number) => Array.from({ length: count }, (_, index) => logged(`line ${index + 1}`))

test('events are read forwards by cursor, each with a sentence and its own fields', async () => {
  await write(instance, runId, logLines(4))
  const first = await logs({ limit: 2 })
  expect(first.events).toMatchObject([
    { seq: 1, cursor: '1', eventType: 'RUN_ENQUEUED', level: 'DEBUG', message: 'The run was queued.', payload: {} },
    { seq: 2, eventType: 'LOG', level: 'INFO', message: 'line 1', payload: { level: 'info', message: 'line 1' } },
  ])
  expect(first).toMatchObject({ cursor: '2', hasMore: true })
  const rest = await logs({ after: first.cursor, limit: 3 })
  expect([numbers(rest), rest.cursor, rest.hasMore]).toEqual([[3, 4, 5], '5', false])
  expect(await logs({ after: rest.cursor })).toMatchObject({ events: [], cursor: '5', hasMore: false })
})

test('events are read backwards from the newest', async () => {
  await write(instance, runId, logLines(4))
  const newest = await logs({ limit: 3, reverse: true })
  expect([numbers(newest), newest.hasMore]).toEqual([[5, 4, 3], true])
  const older = await logs({ limit: 3, reverse: true, after: newest.cursor })
  expect([numbers(older), older.hasMore]).toEqual([[2, 1], false])
})

test('filters work on type, level, step, attempt, time and text, and are counted alike', async () => {
  await write(instance, runId, runStarted(), reportPlan)
  await write(instance, runId, [
    stepStarted('split', 0),
    logged('Reading flights', 'info', 'split'),
    stepUpForRetry('split', 'server said 503'),
    stepStarted('split', 0, 2),
    stepFailed('split', 'server said 404', 2),
  ])
  expect(messages(await logs({ filter: { levels: ['ERROR', 'WARN'], text: 'SERVER' } }))).toHaveLength(2)
  expect((await logs({ filter: { types: ['STEP_FAILURE'] } })).events).toMatchObject([{ level: 'ERROR', attempt: 2 }])
  expect(numbers(await logs({ filter: { stepKeys: ['split'], attempt: 2 } }))).toEqual([7, 8])
  const [started] = (await logs({ filter: { types: ['STEP_START'] } })).events as unknown as { at: number }[]
  expect(numbers(await logs({ filter: { atFrom: started?.at, atTo: started?.at } }))).toEqual([4])
  const counts = `query ($runId: ID!, $filter: EventsFilter) { eventCountsForRun(runId: $runId, filter: $filter) {
    total byLevel { level count } byType { eventType count } } }`
  expect((await server.query(counts, { runId, filter: { stepKeys: ['split'] } })).data).toMatchObject({
    eventCountsForRun: {
      total: 5,
      byLevel: [
        { level: 'DEBUG', count: 1 },
        { level: 'INFO', count: 1 },
        { level: 'WARN', count: 2 },
        { level: 'ERROR', count: 1 },
      ],
      byType: expect.arrayContaining([{ eventType: 'STEP_RESTARTED', count: 1 }]),
    },
  })
})

test('behind a filter the cursor stands at the end of the log, not at the last match', async () => {
  await write(instance, runId, logLines(5))
  expect(await logs({ filter: { text: 'line 2' } })).toMatchObject({ events: [{ seq: 3 }], cursor: '6', hasMore: false })
})

test("an op's error keeps its stack, without the folders of the server", async () => {
  await write(instance, runId, [stepStarted('split', 0), stepFailed('split', 'cannot read /srv/project/data/a.csv')])
  const page = await logs({ filter: { types: ['STEP_FAILURE'] } })
  expect(page.events).toMatchObject([
    {
      error: { message: 'cannot read data/a.csv', stack: expect.stringContaining('at run (jobs.ts:3:9)') },
      payload: { error: { message: 'cannot read data/a.csv' } },
    },
  ])
  expect(JSON.stringify(page)).not.toContain('/srv')
})

test('a cursor that is none is refused', async () => {
  expect((await server.query(LOGS, { runId, after: 'later' })).errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }])
})

test('the log of an unknown run is said to be unknown', async () => {
  expect(await logs({ runId: 'nothing' })).toEqual({ runId: 'nothing' })
})

test('an event of a type from a newer version is shown as it is', async () => {
  const listEvents = instance.eventLog.listEvents
  instance.eventLog.listEvents = async (...args) => [
    ...(await listEvents(...args)),
    { type: 'RUN_PAUSED', unknown: true, v: 3, at: 9, payload: { message: 'for lunch' }, runId, seq: 2 },
  ]
  expect((await logs()).events[1]).toMatchObject({
    eventType: 'RUN_PAUSED',
    level: 'DEBUG',
    message: expect.stringContaining('for lunch'),
  })
})

test('metadata is shown by kind; what is large is linked', async () => {
  const metadata = {
    note: { kind: 'text', value: 'hello' },
    rows: { kind: 'table', columns: [{ name: 'a', kind: 'number' }], rows: [{ a: 1 }] },
    chart: { kind: 'plot', mediaType: 'image/svg+xml', value: '<svg/>' },
    big: { kind: 'attachment', of: 'json', mediaType: 'application/json', attachmentId: 'abc', sizeBytes: 99_999 },
  } as const
  await write(instance, runId, [
    { type: 'ASSET_MATERIALIZATION', v: 1, at: 5, payload: { assetKey: 'flights', metadata } },
    runSucceeded(),
  ])
  const query = `query ($runId: ID!) { logsForRun(runId: $runId, filter: { types: ["ASSET_MATERIALIZATION"] }) {
    ... on EventConnection { events { metadata { label kind value mediaType attachmentUrl sizeBytes } } } } }`
  const none = { mediaType: null, attachmentUrl: null, sizeBytes: null }
  expect((await server.query(query, { runId })).data).toEqual({
    logsForRun: {
      events: [
        {
          metadata: [
            { label: 'note', kind: 'TEXT', value: 'hello', ...none },
            { label: 'rows', kind: 'TABLE', value: { columns: [{ name: 'a', kind: 'number' }], rows: [{ a: 1 }] }, ...none },
            { label: 'chart', kind: 'PLOT', value: '<svg/>', ...none, mediaType: 'image/svg+xml' },
            {
              label: 'big',
              kind: 'JSON',
              value: null,
              mediaType: 'application/json',
              attachmentUrl: `/attachments/${runId}/abc`,
              sizeBytes: 99_999,
            },
          ],
        },
      ],
    },
  })
})
