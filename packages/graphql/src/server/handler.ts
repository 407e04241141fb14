import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Instance } from '@pawl/core/plugin'
import { answerAttachment } from './attachments.ts'
import { answerCapturedLog } from './captured-log-download.ts'
import { graphiqlPage } from './graphiql.ts'
import { type GraphqlHandlerOptions, type ResolvedOptions, resolveOptions } from './options.ts'
import { refuseRequest, refuseSource } from './request-guard.ts'
import { errorResponse, refusalResponse, textResponse } from './responses.ts'
import { ATTACHMENTS_PATH, CAPTURED_LOGS_PATH, GRAPHQL_PATH, SESSION_PATH } from './routes.ts'
import { answerSession } from './session.ts'
import { graphqlSockets } from './websocket.ts'
import { type PawlYoga, pawlYoga } from './yoga.ts'

export interface GraphqlHandler {
  /** Whether a path is answered here: `/graphql`, `/session`, and below `/attachments/` and `/captured-logs/`. */
  owns(pathname: string): boolean
  /** Answers a request, refusals and 404 included; never rejects. */
  fetch(request: Request): Promise<Response>
  /** For the `upgrade` event of a node:http server: GraphQL over WebSocket at `/graphql`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what is being followed and closes the sockets; safe to call twice. */
  dispose(): Promise<void>
}

const isBelow = (pathname: string, path: string): boolean => pathname.startsWith(`${path}/`)

const owns = (pathname: string): boolean =>
  pathname === GRAPHQL_PATH ||
  pathname === SESSION_PATH ||
  isBelow(pathname, ATTACHMENTS_PATH) ||
  isBelow(pathname, CAPTURED_LOGS_PATH)

/** Only POST with JSON: a form or a link of a foreign page can send neither, and nothing is cached on the way. */
async function answerGraphql(request: Request, yoga: PawlYoga, { graphiql }: ResolvedOptions): Promise<Response> {
  const accepts = request.headers.get('accept') ?? ''
  if (request.method === 'GET' && graphiql && accepts.includes('text/html')) return graphiqlPage()
  if (request.method !== 'POST') return errorResponse(405, 'GraphQL is answered to POST only.', { allow: 'POST' })
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  if (mediaType.trim() === 'application/json') return yoga.fetch(request)
  return errorResponse(415, 'Send GraphQL requests as "Content-Type: application/json".')
}

async function answer(
  request: Request,
  instance: Instance,
  server: { readonly yoga: PawlYoga; readonly options: ResolvedOptions },
): Promise<Response> {
  const { yoga, options } = server
  // Before anything else is read of the request: its address is made from the Host header.
  const misplaced = refuseSource(request.headers, options)
  if (misplaced !== undefined) return refusalResponse(misplaced)
  const url = new URL(request.url)
  const { pathname } = url
  if (pathname === SESSION_PATH) return answerSession(request, url, options.token)
  const refusal = refuseRequest(request.headers, options)
  if (refusal !== undefined) return refusalResponse(refusal)
  if (pathname === GRAPHQL_PATH) return answerGraphql(request, yoga, options)
  if (isBelow(pathname, ATTACHMENTS_PATH)) return answerAttachment(instance.capturedLogs, request, url)
  if (isBelow(pathname, CAPTURED_LOGS_PATH)) return answerCapturedLog(instance.capturedLogs, request, url)
  return textResponse(404, 'There is nothing here.')
}

/** The GraphQL API of an instance over HTTP and WebSocket, with its guards: hosts, origins, token and limits. */
export function createGraphqlHandler(instance: Instance, given: GraphqlHandlerOptions = {}): GraphqlHandler {
  const options = resolveOptions(given)
  const closing = new AbortController()
  const yoga = pawlYoga(instance, options, closing.signal)
  const sockets = graphqlSockets(yoga, options)
  let disposed: Promise<void> | undefined
  return {
    owns,
    async fetch(request) {
      try {
        return await answer(request, instance, { yoga, options })
      } catch (error) {
        options.report('A request could not be answered.', error)
        return errorResponse(500, 'Unexpected error.')
      }
    },
    handleUpgrade: sockets.handleUpgrade,
    async dispose() {
      closing.abort()
      disposed ??= sockets.dispose()
      await disposed
    },
  }
}
