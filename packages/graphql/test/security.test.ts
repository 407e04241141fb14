import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { GraphqlHandlerOptions } from '../src/index.ts'
import { follow } from './follow.ts'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer
let reported: [string, unknown][]

const start = async (options: GraphqlHandlerOptions = {}): Promise<void> => {
  await server?.close()
  server = await startServer(instance, { report: (message, error) => reported.push([message, error]), ...options })
}

beforeEach(async () => {
  instance = testInstance()
  reported = []
  await start()
})
afterEach(() => server.close())

const QUERY = '{"query":"{ version }"}'

/** With headers that fetch would not let one set. */
const send = (headers: Record<string, string>, { method = 'POST', path = '/graphql', body = QUERY } = {}) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const given = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }
    const request = httpRequest(`${server.url}${path}`, { method, headers: method === 'GET' ? headers : given }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    request.on('error', reject)
    request.end(method === 'GET' ? undefined : body)
  })

const status = async (...args: Parameters<typeof send>): Promise<number> => (await send(...args)).status

/** How an upgrade is answered: 101, or the status it is refused with. */
const upgrade = (headers: Record<string, string> = {}, path = '/graphql') =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers })
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => {})
  })

test('names of the loopback are served, other names are not: DNS can point any name at this machine', async () => {
  for (const host of ['localhost:4000', '127.0.0.1', '[::1]:4000', 'pawl.localhost']) expect(await status({ host })).toBe(200)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])
    expect(await status({ host })).toBe(403)
  expect(await status({ host: 'a b' })).toBe(400)
  expect((await send({ host: 'evil.example' })).body).toContain('server.allowedHosts')
})

test('a host that is allowed by name is served', async () => {
  await start({ allowedHosts: ['Pawl.Example.com'] })
  expect(await status({ host: 'pawl.example.com:443' })).toBe(200)
  expect(await status({ host: 'other.example.com' })).toBe(403)
})

test('a page of another origin may not ask, not even of another port of this machine', async () => {
  const host = 'localhost:4000'
  expect(await status({ host, origin: 'http://localhost:4000' })).toBe(200)
  for (const origin of ['http://localhost:5000', 'https://evil.example', 'null']) expect(await status({ host, origin })).toBe(403)
  expect(await status({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403)
  await start({ allowedOrigins: ['https://pawl.example.com'] })
  expect(await status({ host, origin: 'https://pawl.example.com' })).toBe(200)
})

test('foreign pages get no attachments and no logs', async () => {
  const { runId } = await launched(instance)
  instance.capturedLogs.attach(runId, 'a', 'image/png', 'x')
  const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
  expect(await status(foreign, { method: 'GET', path: `/attachments/${runId}/a` })).toBe(403)
  expect(await status(foreign, { method: 'GET', path: `/captured-logs/${runId}/stdout` })).toBe(403)
  expect(await status({}, { method: 'GET', path: `/attachments/${runId}/a` })).toBe(200)
})

test('WebSockets are opened to the same hosts and origins only', async () => {
  const { host } = new URL(server.url)
  expect(await upgrade()).toBe(101)
  expect(await upgrade({ origin: `http://${host}` })).toBe(101)
  expect(await upgrade({ origin: 'https://evil.example' })).toBe(403)
  expect(await upgrade({ host: 'evil.example' })).toBe(403)
  expect(await upgrade({}, '/other')).toBe(404)
})

test('only POST with JSON is answered: what a form or a link can send does nothing', async () => {
  expect(await status({ 'content-type': 'text/plain' })).toBe(415)
  expect(await status({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
  expect(await status({ 'content-type': 'multipart/form-data; boundary=x' })).toBe(415)
  expect(await status({ 'content-type': 'application/json; charset=utf-8' })).toBe(200)
  expect(await status({}, { method: 'GET', path: '/graphql?query=%7Bversion%7D' })).toBe(405)
  expect(await status({ origin: server.url, 'access-control-request-method': 'POST' }, { method: 'OPTIONS', body: '' })).toBe(405)
})

test('no answer allows other origins to read it', async () => {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: QUERY,
  })
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('with a token, nobody is answered without it', async () => {
  await start({ token: 'secret-token' })
  const { runId } = await launched(instance)
  const refused = await server.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: QUERY })
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="pawl"'])
  expect(await status({ authorization: 'Bearer wrong' })).toBe(401)
  expect(await status({ authorization: 'secret-token' })).toBe(401)
  expect(await status({ authorization: 'Bearer secret-token' })).toBe(200)
  expect(await status({}, { method: 'GET', path: `/captured-logs/${runId}/stdout` })).toBe(401)
  expect(await status({ authorization: 'Bearer secret-token', host: 'evil.example' })).toBe(403)
})

test('a browser signs in once by a link or by a request, and its cookie serves images and sockets too', async () => {
  await start({ token: 'secret-token' })
  expect((await server.fetch('/session?token=wrong')).status).toBe(401)
  const link = await server.fetch('/session?token=secret-token')
  expect([link.status, link.headers.get('location')]).toEqual([303, '/'])
  const cookie = link.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^pawl_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/)
  const [session = ''] = cookie.split(';')
  expect(await status({ cookie: `theme=dark; ${session}` })).toBe(200)
  const headers = { cookie: session }
  const followed = follow<{ length: number }>(server.client({ headers }), 'subscription { locationsChanged { name } }')
  expect(await followed.next()).toHaveLength(2)
  const post = await server.fetch('/session', { method: 'POST', headers: { authorization: 'Bearer secret-token' } })
  expect([post.status, post.headers.get('set-cookie')]).toEqual([204, cookie])
  const out = await server.fetch('/session', { method: 'DELETE' })
  expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
})

test('a client without cookies gives its token when it connects', async () => {
  await start({ token: 'secret-token' })
  const query = 'subscription { locationsChanged { name } }'
  const params = { authorization: 'Bearer secret-token' }
  expect(await follow<unknown[]>(server.client({ params }), query).next()).toHaveLength(2)
  const refused = (params: Record<string, unknown>) => follow(server.client({ params }), query).next()
  await expect(refused({})).rejects.toMatchObject({ code: 4403 })
  await expect(refused({ authorization: 'Bearer nothing' })).rejects.toMatchObject({ code: 4403 })
})

const deep = (depth: number): string => `{ locations { error { ${'cause { '.repeat(depth)} name ${'} '.repeat(depth)} } } }`

test.each([
  ['too deep', deep(20), 'fields deep'],
  ['too many aliases', `{ ${Array.from({ length: 61 }, (_, index) => `a${index}: version`).join(' ')} }`, 'aliases'],
  ['too much at once', '{ jobs(limit: 1000) { results { runs(limit: 1000) { runId status } } } }', 'may cost'],
  ['too many words', `{ ${'version '.repeat(5001)} }`, 'token'],
])('a query that asks for %s is refused before it is executed', async (_what, query, message) => {
  let isRead = false
  instance.locations.listLocations = () => {
    isRead = true
    return []
  }
  expect((await server.query(query)).errors).toMatchObject([{ message: expect.stringContaining(message) }])
  expect(isRead).toBe(false)
})

test('fragments that double at every level are measured, not walked', async () => {
  const fragments = Array.from(
    { length: 60 },
    (_, index) => `fragment f${index} on Job { ...f${index + 1} ...f${index + 1} }`,
  ).join(' ')
  const { errors } = await server.query(`{ jobs { results { ...f0 } } } ${fragments} fragment f60 on Job { runs { runId } }`)
  expect(errors).toMatchObject([{ message: expect.stringContaining('may cost') }])
})

test('limits given by variables count as well', async () => {
  const query = 'query ($n: Int) { runsOrError(limit: $n) { ... on Runs { results { steps(limit: $n) { results { key } } } } } }'
  expect((await server.query(query, { n: 1000 })).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_LARGE' } }])
  expect((await server.query(query, { n: 5 })).errors).toBeUndefined()
})

test('the limits hold over a WebSocket, too', async () => {
  const followed = follow(server.client(), `{ ${'version '.repeat(5001)} }`)
  await expect(followed.next()).rejects.toThrow('token')
  const tooMuch = follow(server.client(), '{ jobs(limit: 1000) { results { runs(limit: 1000) { runId } } } }')
  await expect(tooMuch.next()).rejects.toThrow('may cost')
})

test('a body that is too large is refused while it is read', async () => {
  await start({ maxBodyBytes: 1000 })
  expect(await status({}, { body: JSON.stringify({ query: `{ version } # ${'x'.repeat(2000)}` }) })).toBe(413)
})

test('several operations in one request are refused', async () => {
  expect(await status({}, { body: `[${QUERY},${QUERY}]` })).toBe(400)
})

test('an unexpected error tells the client a reference only, and the log the rest', async () => {
  instance.runs.listRuns = () => Promise.reject(new Error('SQLITE_IOERR at /srv/secret/pawl.db password=hunter2'))
  const { errors } = await server.query('{ runsOrError { __typename } }')
  expect(JSON.stringify(errors)).not.toMatch(/secret|hunter2|SQLITE|\.ts|node_modules/)
  const reference = errors?.[0]?.extensions?.['reference']
  expect(errors?.[0]?.message).toContain(String(reference))
  expect(reported).toEqual([
    [expect.stringContaining(String(reference)), expect.objectContaining({ message: expect.stringContaining('hunter2') })],
  ])
})

test('an unexpected error of a subscription is masked as well', async () => {
  const { runId } = await launched(instance)
  instance.eventLog.listEvents = () => Promise.reject(new Error('password=hunter2'))
  const followed = follow(server.client(), 'subscription ($runId: ID!) { runLogs(runId: $runId) { cursor } }', { runId })
  await expect(followed.next()).rejects.toThrow(/^Unexpected error\. The server's log tells more under the reference \w+\.$/)
  expect(reported).toHaveLength(1)
})

test('errors of GraphQL itself are told as they are', async () => {
  expect((await server.query('{ verion }')).errors).toMatchObject([
    { message: expect.stringContaining('Did you mean "version"') },
  ])
  expect((await server.query('{ version')).errors).toMatchObject([{ message: expect.stringContaining('Syntax Error') }])
  expect(reported).toEqual([])
})

test('GraphiQL is there only when it is asked for, and asks nobody else for its parts', async () => {
  const headers = { accept: 'text/html' }
  expect((await server.fetch('/graphql', { headers })).status).toBe(405)
  await start({ graphiql: true })
  const page = await server.fetch('/graphql', { headers })
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await page.text()
  expect(html).toContain('YogaGraphiQL.renderYogaGraphiQL')
  expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/)
})

test('paths are owned or left to others', async () => {
  const { handler } = server
  expect(['/graphql', '/session', '/attachments/a/b', '/captured-logs/a/stdout'].every((path) => handler.owns(path))).toBe(true)
  expect(['/', '/graphqlx', '/attachmentsx', '/assets/app.js'].some((path) => handler.owns(path))).toBe(false)
  expect((await server.fetch('/elsewhere')).status).toBe(404)
})
