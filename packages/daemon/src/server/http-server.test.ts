import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGraphqlHandler } from '@pawl/graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveConfig } from '../config/load-config.ts'
import { type OpenInstance, openInstance } from '../open-instance.ts'
import { type HttpServer, openHttpServer } from './http-server.ts'

const TOKEN = 'a-token-for-these-tests'
let directory: string
let opened: OpenInstance
const servers: HttpServer[] = []
const reports: string[] = []

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pawl-http-'))
  mkdirSync(join(directory, 'site/assets'), { recursive: true })
  writeFileSync(join(directory, 'site/index.html'), '<title>the page</title>')
  writeFileSync(join(directory, 'site/assets/app-1a2b.js'), 'let app')
  writeFileSync(join(directory, 'secret.txt'), 'secret')
  const config = resolveConfig({}, 'it')
  opened = await openInstance({ project: { directory, configPath: undefined, config, home: join(directory, '.pawl') } })
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await opened.close()
  rmSync(directory, { recursive: true })
})

const open = async (host = '127.0.0.1', port = 0): Promise<HttpServer> => {
  const report = (message: string, error: unknown): void => void reports.push(`${message} ${String(error)}`)
  const server = await openHttpServer({ id: 'daemon-1', host, port, report })
  servers.push(server)
  return server
}

async function serve({ token = null as string | null, hasSite = true } = {}): Promise<string> {
  const server = await open()
  const guard = { allowedHosts: [], allowedOrigins: [], token }
  server.serve({
    graphql: createGraphqlHandler(opened.instance, guard),
    guard,
    launchpadDirectory: hasSite ? join(directory, 'site') : undefined,
  })
  return server.url
}

/** Whatever a client sends, as it is; gives the status line of the answer, or undefined where the connection ends without one. */
function raw(url: string, text: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (data) => {
      answer += data.toString()
    })
    socket.on('error', () => resolve(undefined))
    // An upgrade that was taken, or a request that is not whole, waits.
    socket.setTimeout(300, () => socket.destroy())
    socket.on('close', () => resolve(answer.split('\r\n')[0] || undefined))
  })
}

test('the page and its assets are served with their guards', async () => {
  const url = await serve()
  for (const path of ['/', '/runs/some-run', '/locations/main/jobs/x?tab=launch']) {
    const response = await fetch(url + path)
    expect(await response.text()).toBe('<title>the page</title>')
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('pawl-daemon')).toBe('daemon-1')
  }
  const asset = await fetch(`${url}/assets/app-1a2b.js`)
  expect(await asset.text()).toBe('let app')
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
})

test('GraphQL is answered beside them', async () => {
  const url = await serve({ hasSite: false })
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  })
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } })
  expect(await (await fetch(url)).text()).toMatch(/launchpad has not been built/)
})

test('nothing outside the folder is served', async () => {
  const url = await serve()
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  ]) {
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request(url, { path }, (response) => {
        let body = ''
        response.on('data', (data) => {
          body += String(data)
        })
        response.on('end', () => resolve(body))
      })
      asked.on('error', reject)
      asked.end()
    })
    expect(text).not.toContain('secret\n')
    expect(text).not.toBe('secret')
  }
})

test('a page of another name is not served, nor one of another site', async () => {
  const url = await serve()
  const { host } = new URL(url)
  const ask = (headers: string) => raw(url, `GET / HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`)
  expect(await ask(`Host: ${host}`)).toContain('200')
  expect(await ask('Host: evil.example')).toContain('403')
  expect(await ask(`Host: ${host}\r\nOrigin: https://evil.example`)).toContain('403')
  expect(await ask(`Host: ${host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors`)).toContain('403')
})

test('with a token, files are for those who have it', async () => {
  const url = await serve({ token: TOKEN })
  expect((await fetch(url)).status).toBe(401)
  expect((await fetch(`${url}/assets/app-1a2b.js`)).status).toBe(401)
  expect((await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
})

test('whatever a client sends, the server lives on', async () => {
  const url = await serve()
  const { host } = new URL(url)
  const lines = [
    'GET // HTTP/1.1',
    'GET http:// HTTP/1.1',
    'GET /%ff%zz HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET /graphql HTTP/1.1',
    'DELETE /session HTTP/1.1',
  ]
  const hosts = [host, '[', 'a b', '', '%', 'http://x', 'x'.repeat(5_000), '127.0.0.1:99999999']
  for (const line of lines) for (const name of hosts) await raw(url, `${line}\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)
  await raw(url, 'GET / HTTP/1.0\r\n\r\n')
  await raw(url, 'nonsense\r\n\r\n')
  await raw(
    url,
    `GET /graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`,
  )
  await raw(url, `GET /nowhere HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  expect(await raw(url, `GET // HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toContain('400')
  expect((await fetch(url)).status).toBe(200)
  expect(reports).toEqual([])
})

test('until it serves, a server tells everyone to come again', async () => {
  const server = await open()
  const response = await fetch(`${server.url}/graphql`, { method: 'POST' })
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})

test('a port that is taken, and an address that is not there, are told apart', async () => {
  const first = await open()
  const { port } = new URL(first.url)
  await expect(open('127.0.0.1', Number(port))).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: expect.stringContaining(port),
  })
  await expect(open('203.0.113.7')).rejects.toMatchObject({
    code: 'CANNOT_LISTEN',
    message: expect.stringContaining('no such address'),
  })
  await expect(open('no-such-host.invalid')).rejects.toMatchObject({ code: 'CANNOT_LISTEN' })
})
