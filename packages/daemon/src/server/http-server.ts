import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FrameworkError } from '@pawl/core/plugin'
import { type GraphqlHandler, type GuardOptions, nodeListener, refuseRequest } from '@pawl/graphql'
import { DAEMON_HEADER } from '../home/daemon-record.ts'
import { type ServeFiles, staticFiles } from './static-files.ts'

export interface HttpServerOptions {
  /** Of this daemon; every answer carries it, so that other programs know whom they have reached. */
  readonly id: string
  readonly host: string
  readonly port: number
  readonly report: (message: string, error: unknown) => void
}

export interface HttpSite {
  readonly graphql: GraphqlHandler
  readonly guard: GuardOptions
  /** Folder of the launchpad's built files; undefined where it has not been built. */
  readonly launchpadDirectory: string | undefined
}

export interface HttpServer {
  /** As a browser on this machine would reach it. */
  readonly url: string
  /** Answers from now on; until then, every request is told to come again. */
  serve(site: HttpSite): void
  close(): Promise<void>
}

const NO_LAUNCHPAD = 'The launchpad has not been built. GraphQL is at /graphql.'

const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Why nobody can listen there, for the codes that people meet. */
function listenError({ code = '', message: text }: NodeJS.ErrnoException, { host, port }: HttpServerOptions): FrameworkError {
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} is taken: is a daemon running already? Choose another with --port, or server.port in pawl.config.ts.`
    return new FrameworkError('PORT_TAKEN', { message, details: { port } })
  }
  const why =
    code === 'EACCES' ? 'this user may not use that port' : code === 'EADDRNOTAVAIL' ? 'this machine has no such address' : text
  return new FrameworkError('CANNOT_LISTEN', {
    message: `The server cannot listen on ${host}, port ${port}: ${why}. Choose others with --host and --port, or in pawl.config.ts.`,
    details: { host, port, code },
  })
}

function listen(server: Server, options: HttpServerOptions): Promise<void> {
  const { host, port } = options
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, options)))
    server.listen({ host, port }, resolve)
  })
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    .end(`${text}\n`)
}

/** Undefined for what is no path: `//`, or a whole address that is none. */
function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : undefined
}

const headersOf = ({ headers }: IncomingMessage): { get(name: string): string | null } => ({
  get(name) {
    const value = headers[name.toLowerCase()]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  },
})

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** GraphQL, attachments and captured logs by their handler, and the launchpad's files for everything else. */
function siteListener({ graphql, guard, launchpadDirectory }: HttpSite): Listener {
  const answerGraphql = nodeListener((request) => graphql.fetch(request))
  const serveFiles: ServeFiles | undefined = launchpadDirectory === undefined ? undefined : staticFiles(launchpadDirectory)
  return (request, response) => {
    const path = pathOf(request)
    if (path === undefined) return answerText(response, 400, 'That is no address.')
    const refusal = refuseRequest(headersOf(request), guard)
    // The handler has its own guard, and answers refusals in its own form.
    if (graphql.owns(path) && refusal?.status !== 400) return void answerGraphql(request, response)
    if (refusal !== undefined) return answerText(response, refusal.status, refusal.message)
    if (request.method !== 'GET' && request.method !== 'HEAD') return answerText(response, 405, 'Files are only read.')
    if (serveFiles === undefined) return answerText(response, 200, NO_LAUNCHPAD)
    serveFiles(request, response, () => answerText(response, 404, 'There is nothing here.'))
  }
}

const comeAgain: Listener = (_, response) => {
  response.setHeader('retry-after', '1')
  answerText(response, 503, 'The daemon is starting.')
}

/**
 * Takes the address, so that whoever comes second knows before it touches anything.
 * @throws FrameworkError PORT_TAKEN, CANNOT_LISTEN
 */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  let answer = comeAgain
  let served: GraphqlHandler | undefined
  const server = createServer((request, response) => {
    response.setHeader(DAEMON_HEADER, options.id)
    try {
      answer(request, response)
    } catch (error) {
      options.report('A request could not be answered.', error)
      if (!response.headersSent) answerText(response, 500, 'Unexpected error.')
    }
  })
  server.on('upgrade', (request, socket, head) => {
    if (served === undefined) socket.destroy()
    else served.handleUpgrade(request, socket, head)
  })
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${shownHost(options.host)}:${port}`,
    serve(site) {
      answer = siteListener(site)
      served = site.graphql
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
