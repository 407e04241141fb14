import { afterEach, beforeEach, expect, test } from 'vitest'
import { follow } from './follow.ts'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched, logged, reportPlan, runStarted, runSucceeded, stepStarted, stepSucceeded, write } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer
let runId: string

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance)
  runId = (await launched(instance)).runId
})
afterEach(() => server.close())

interface RunLogs {
  readonly events: readonly { readonly seq: number }[]
  readonly cursor: string
  readonly run: { readonly status: string }
  readonly steps: readonly { readonly key: string; readonly status: string }[]
  readonly done: boolean
}

const RUN_LOGS = `subscription ($runId: ID!, $cursor: String, $filter: EventsFilter) {
  runLogs(runId: $runId, cursor: $cursor, filter: $filter) { events { seq } cursor run { status } steps { key status } done } }`

const followRun = (variables: Record<string, unknown> = {}, client = server.client()) =>
  follow<RunLogs>(client, RUN_LOGS, { runId, ...variables })

const numbers = (messages: readonly RunLogs[]): readonly number[] =>
  messages.flatMap(({ events }) => events.map(({ seq }) => seq))
const upTo = (count: number, from = 1): readonly number[] => Array.from({ length: count - from + 1 }, (_, index) => index + from)
const lines = (count: number) => Array.from({ length: count }, (_, index) => logged(`line ${index}`))

test('a run is followed from its first event to its last, with its status and the steps that were touched', async () => {
  const followed = followRun()
  const first = await followed.next()
  expect(first).toMatchObject({ events: [{ seq: 1 }], cursor: '1', run: { status: 'QUEUED' }, steps: [], done: false })
  await write(instance, runId, [...runStarted(), stepStarted('split', 0)], reportPlan)
  expect(await followed.next()).toMatchObject({
    cursor: '4',
    run: { status: 'STARTED' },
    steps: [{ key: 'split', status: 'STARTED' }],
    done: false,
  })
  await write(instance, runId, [stepSucceeded('split'), runSucceeded()])
  const rest = await followed.ended()
  expect(rest.at(-1)).toMatchObject({ cursor: '6', run: { status: 'SUCCESS' }, steps: [{ status: 'SUCCESS' }], done: true })
  expect(numbers([first, ...rest])).toEqual([1, 5, 6])
})

test('whoever resumes from the last cursor after a lost connection misses nothing and sees nothing twice', async () => {
  const writing = (async () => {
    for (let batch = 0; batch < 40; batch++) {
      await write(instance, runId, lines(25))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await write(instance, runId, [runSucceeded()])
  })()
  const seen: number[] = []
  let cursor = '0'
  for (let done = false; !done; ) {
    const client = server.client()
    const followed = followRun({ cursor }, client)
    for (let left = 2; left > 0 && !done; left--) {
      const message = await followed.next()
      seen.push(...numbers([message]))
      ;({ cursor, done } = message)
    }
    // Without a word of good-bye, while the server may be about to send more.
    client.terminate()
  }
  await writing
  expect(seen).toEqual(upTo(1002))
})

test('many events come in messages of at most 500', async () => {
  await write(instance, runId, [...lines(1300), runSucceeded()])
  const messages = await followRun().ended()
  expect(messages.map(({ events, done }) => [events.length, done])).toEqual([
    [500, false],
    [500, false],
    [302, true],
  ])
  expect(numbers(messages)).toEqual(upTo(1302))
})

test('a filter leaves events out, but not the end', async () => {
  const followed = followRun({ filter: { text: 'line 3' } })
  expect(await followed.next()).toMatchObject({ events: [], cursor: '1', done: false })
  await write(instance, runId, [...lines(5), runSucceeded()])
  const messages = await followed.ended()
  expect(numbers(messages)).toEqual([5])
  expect(messages.at(-1)).toMatchObject({ done: true, cursor: '7', run: { status: 'SUCCESS' } })
})

test('what another process writes is found without a hint', async () => {
  const followed = followRun()
  await followed.next()
  const silent = { ...instance, hints: { notify: () => {}, listen: () => () => {} } }
  await write(silent, runId, [logged('from elsewhere'), runSucceeded()])
  expect(numbers(await followed.ended())).toEqual([2, 3])
})

test('a run that has ended is told whole, in one go', async () => {
  await write(instance, runId, [runSucceeded()])
  expect(await followRun().ended()).toMatchObject([{ events: [{ seq: 1 }, { seq: 2 }], done: true }])
  expect(await followRun({ cursor: '2' }).ended()).toMatchObject([{ events: [], cursor: '2', done: true }])
})

test('following an unknown run ends with an error, and the connection lives on', async () => {
  const client = server.client()
  await expect(follow(client, RUN_LOGS, { runId: 'nothing' }).ended()).rejects.toThrow('There is no run nothing')
  expect(await followRun({}, client).next()).toMatchObject({ cursor: '1' })
})

test('who stops following leaves no listener behind', async () => {
  let listening = 0
  const { listen } = instance.hints
  instance.hints.listen = (id, listener) => {
    listening += 1
    const stop = listen(id, listener)
    return () => {
      listening -= 1
      stop()
    }
  }
  const followed = followRun()
  await followed.next()
  expect(listening).toBe(1)
  await followed.stop()
  await expect.poll(() => listening).toBe(0)
  const client = server.client()
  await followRun({}, client).next()
  client.terminate()
  await expect.poll(() => listening).toBe(0)
})

test('a captured log is followed as it grows, and ends after its run', async () => {
  const key = { runId, stepKey: 'split', attempt: 1, stream: 'stdout' } as const
  instance.capturedLogs.append(key, 'one\ntwo\n')
  const query = `subscription ($key: CapturedLogKey!, $offset: BigInt) { capturedLogs(key: $key, offset: $offset) { text nextOffset } }`
  const followed = follow<{ text: string; nextOffset: number }>(server.client(), query, {
    key: { ...key, stream: 'STDOUT' },
    offset: 4,
  })
  expect(await followed.next()).toEqual({ text: 'two\n', nextOffset: 8 })
  instance.capturedLogs.append(key, 'three\n')
  expect(await followed.next()).toEqual({ text: 'three\n', nextOffset: 14 })
  await write(instance, runId, [runSucceeded()])
  instance.capturedLogs.append(key, 'late\n')
  expect(await followed.ended()).toEqual([{ text: 'late\n', nextOffset: 19 }])
})

test('changed runs are told in batches, also those of another process', async () => {
  const followed = follow<{ runIds: readonly string[] }>(server.client(), 'subscription { runsChanged { runIds } }')
  const told = followed.next()
  // The subscription is there when its first look has been taken; what is written until then is in that look.
  const writing = setInterval(() => void write(instance, runId, [logged('more')]), 20)
  expect((await told).runIds).toEqual([runId])
  clearInterval(writing)
  const silent = { ...instance, hints: { notify: () => {}, listen: () => () => {} } }
  const other = await launched(silent, { jobName: 'forecast' })
  const ids = new Set<string>()
  while (!ids.has(other.runId)) for (const id of (await followed.next()).runIds) ids.add(id)
  expect(ids.has(other.runId)).toBe(true)
})

test('locations are told at once and whenever one changes', async () => {
  const followed = follow<readonly { name: string; status: string }[]>(
    server.client(),
    'subscription { locationsChanged { name status } }',
  )
  expect(await followed.next()).toEqual([
    { name: 'flights', status: 'LOADED' },
    { name: 'weather', status: 'LOADED' },
  ])
  instance.locations.change('weather', { status: 'loading' })
  expect(await followed.next()).toMatchObject([{}, { name: 'weather', status: 'LOADING' }])
})

test('a client without WebSockets gets server-sent events from the same query, until the server closes', async () => {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' }
  const body = JSON.stringify({ query: 'subscription { locationsChanged { name } }' })
  const response = await server.fetch('/graphql', { method: 'POST', headers, body })
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    if (text.includes('event: next')) await server.handler.dispose()
  }
  expect(text).toContain('data: {"data":{"locationsChanged":[{"name":"flights"},{"name":"weather"}]}}')
  expect(text).toContain('event: complete')
})

test('closing the server ends what is being followed', async () => {
  const followed = followRun()
  await followed.next()
  const ended = followed.ended().catch(() => [])
  await server.handler.dispose()
  expect(await ended).toEqual([])
})
