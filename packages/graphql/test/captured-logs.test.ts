import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched } from './test-runs.ts'
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

const QUERY = `query ($key: CapturedLogKey!, $offset: BigInt, $limitBytes: Int) {
  capturedLogs(key: $key, offset: $offset, limitBytes: $limitBytes) { text offset nextOffset sizeBytes } }`

const slice = (variables: Record<string, unknown> = {}, key: Record<string, unknown> = {}) =>
  server.query(QUERY, { key: { runId, stepKey: 'split', attempt: 1, stream: 'STDOUT', ...key }, ...variables })

test('a captured log is read by bytes, from the front or from the end', async () => {
  instance.capturedLogs.append({ runId, stepKey: 'split', attempt: 1, stream: 'stdout' }, 'one\ntwo\nthree\n')
  expect((await slice({ limitBytes: 4 })).data).toEqual({
    capturedLogs: { text: 'one\n', offset: 0, nextOffset: 4, sizeBytes: 14 },
  })
  expect((await slice({ offset: -6 })).data).toMatchObject({ capturedLogs: { text: 'three\n', offset: 8, nextOffset: 14 } })
  expect((await slice({}, { stream: 'STDERR' })).data).toMatchObject({ capturedLogs: { text: '', sizeBytes: 0 } })
})

test('a run lists the streams that hold anything', async () => {
  instance.capturedLogs.append({ runId, stepKey: 'split', attempt: 2, stream: 'stderr' }, 'oh')
  instance.capturedLogs.append({ runId, stepKey: null, attempt: null, stream: 'stdout' }, 'child')
  const query = `query ($runId: ID!) { runOrError(runId: $runId) { ... on Run {
    capturedLogKeys { stepKey attempt stream sizeBytes } } } }`
  expect((await server.query(query, { runId })).data).toEqual({
    runOrError: {
      capturedLogKeys: [
        { stepKey: 'split', attempt: 2, stream: 'STDERR', sizeBytes: 2 },
        { stepKey: null, attempt: null, stream: 'STDOUT', sizeBytes: 5 },
      ],
    },
  })
})

test.each([
  { runId: '../../etc' },
  { stepKey: '../passwd' },
  { stepKey: 'a/b' },
  { stepKey: 'split[..]' },
  { attempt: 0 },
  { attempt: null },
  { stepKey: null },
])('a key that names no log is refused before anything is read: %o', async (key) => {
  expect((await slice({}, key)).errors).toMatchObject([{ extensions: { code: 'INVALID_LOG_KEY' } }])
})

test('a whole log is downloaded as a text file that no browser runs', async () => {
  const text = 'line of text\n'.repeat(50_000)
  instance.capturedLogs.append({ runId, stepKey: 'graph.count[a]', attempt: 1, stream: 'stdout' }, text)
  const response = await server.fetch(`/captured-logs/${runId}/stdout?stepKey=graph.count%5Ba%5D&attempt=1`)
  expect(response.status).toBe(200)
  expect(await response.text()).toBe(text)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${runId}.graph.count-a-.1.stdout.log"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
})

test.each(['/captured-logs/..%2f..%2fetc/stdout', '/captured-logs/x/stdin', '/captured-logs/x/stdout/more'])(
  'a download that names no log is not found: %s',
  async (path) => {
    expect((await server.fetch(path)).status).toBe(404)
  },
)

test('an SVG is shown as a picture under a policy that lets nothing run', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  instance.capturedLogs.attach(runId, 'chart', 'image/svg+xml', svg)
  const response = await server.fetch(`/attachments/${runId}/chart`)
  expect(await response.text()).toBe(svg)
  expect(response.headers.get('content-type')).toBe('image/svg+xml')
  expect(response.headers.get('content-disposition')).toBeNull()
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain('sandbox')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('script-src')
})

test.each([
  ['text/html', 'application/octet-stream'],
  ['application/javascript', 'application/octet-stream'],
  ['application/json', 'application/json; charset=utf-8'],
])('an attachment of %s is downloaded, as %s', async (mediaType, contentType) => {
  instance.capturedLogs.attach(runId, 'page', mediaType, '<script>alert(1)</script>')
  const response = await server.fetch(`/attachments/${runId}/page`)
  expect(response.headers.get('content-type')).toBe(contentType)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="page"')
})

test.each(['/attachments/x/y', '/attachments/', '/attachments/a/b/c'])(
  'an attachment that is not there is not found: %s',
  async (path) => {
    expect((await server.fetch(path)).status).toBe(404)
  },
)

test('an id that leaves its run is not looked for', async () => {
  for (const id of ['..', '%2e%2e', '..%2fsecret', '.hidden']) {
    expect((await server.fetch(`/attachments/${runId}/${id}`)).status).toBe(404)
  }
})
