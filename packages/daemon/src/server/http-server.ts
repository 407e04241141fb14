import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FrameworkError } from '@pawl/core/plugin'
import { type GraphqlHandler, type GuardOptions, nodeListener, refuseRequest } from '@pawl/graphql'
import { launchpadContentSecurityPolicy } from '@pawl/launchpad'
import sirv from 'sirv'
import { DAEMON_HEADER } from '../home/daemon-record.ts'

export interface HttpServerOptions {
  /** Of this daemon; every answer carries it, so that other programs know whom they have reached. */
  readonly id: string
  readonly host: string
  readonly port: number
  readonly graphql: GraphqlHandler
  readonly guard: GuardOptions
  /** Folder of the launchpad's built files; undefined where it has not been built. */
  readonly launchpadDirectory: string | undefined
}

export interface HttpServer {
  /** As a browser on this machine would reach it. */
  readonly url: string
  close(): Promise<void>
}

const NO_LAUNCHPAD = 'The launchpad has not been built. GraphQL is at /graphql.\n'

const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      const message = `Port ${port} is taken: is a daemon running already? Choose another with --port, or server.port in pawl.config.ts.`
      reject(new FrameworkError('PORT_TAKEN', { message, details: { port } }))
    })
    server.listen({ host, port }, resolve)
  })
}

/** Serves GraphQL, attachments and captured logs by their handler, and the launchpad's files for everything else. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { id, graphql, guard, launchpadDirectory } = options
  const answerGraphql = nodeListener((request) => graphql.fetch(request))
  const files =
    launchpadDirectory === undefined
      ? undefined
      : sirv(launchpadDirectory, {
          single: true,
          etag: true,
          setHeaders(response, pathname) {
            response.setHeader('content-security-policy', launchpadContentSecurityPolicy)
            response.setHeader('x-content-type-options', 'nosniff')
            response.setHeader('referrer-policy', 'same-origin')
            response.setHeader(
              'cache-control',
              pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
            )
          },
        })
  const server = createServer((request, response) => {
    response.setHeader(DAEMON_HEADER, id)
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (graphql.owns(pathname)) return answerGraphql(request, response)
    const refusal = refuseRequest(new Headers(request.headers as Record<string, string>), guard)
    if (refusal !== undefined)
      return void response.writeHead(refusal.status, { 'content-type': 'text/plain' }).end(`${refusal.message}\n`)
    if (files !== undefined) return files(request, response, () => void response.writeHead(404).end())
    return void response.writeHead(200, { 'content-type': 'text/plain' }).end(NO_LAUNCHPAD)
  })
  server.on('upgrade', (request, socket, head) => graphql.handleUpgrade(request, socket, head))
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${shownHost(options.host)}:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
