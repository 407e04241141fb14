import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { createGraphqlHandler, type GraphqlHandler, type GraphqlHandlerOptions, nodeListener } from '../src/index.ts'
import type { TestInstance } from './test-instance.ts'

/** What GraphQL answers, of any shape: tests say what they expect of it. */
export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[]
}

export interface TestServer {
  readonly url: string
  readonly handler: GraphqlHandler
  query(query: string, variables?: Record<string, unknown>): Promise<Answer>
  fetch(path: string, init?: RequestInit): Promise<Response>
  client(options?: { readonly headers?: Record<string, string>; readonly params?: Record<string, unknown> }): Client
  close(): Promise<void>
}

/** A real server on the loopback, on a port of its own. */
export async function startServer(instance: TestInstance, options: GraphqlHandlerOptions = {}): Promise<TestServer> {
  const handler = createGraphqlHandler(instance, options)
  const server = createServer(nodeListener((request) => handler.fetch(request)))
  server.on('upgrade', (request, socket, head) => handler.handleUpgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const clients: Client[] = []
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}${path}`, { redirect: 'manual', ...init })
  return {
    url,
    handler,
    fetch: get,
    async query(query, variables = {}) {
      const headers = { 'content-type': 'application/json' }
      const response = await get('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
      return (await response.json()) as Answer
    },
    client({ headers = {}, params = {} } = {}) {
      class Socket extends WebSocket {
        constructor(address: string | URL, protocols?: string | string[]) {
          super(address, protocols, { headers })
        }
      }
      const client = createClient({
        url: `ws://127.0.0.1:${port}/graphql`,
        webSocketImpl: Socket,
        connectionParams: params,
        retryAttempts: 0,
      })
      clients.push(client)
      return client
    },
    async close() {
      for (const client of clients) await client.dispose()
      await handler.dispose()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
