import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { Context, SubscribePayload } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { ResolvedOptions } from './options.ts'
import { type HeaderReader, refuseSource } from './request-guard.ts'
import { GRAPHQL_PATH } from './routes.ts'
import { bearerOf, carriesToken, isToken } from './token.ts'
import type { PawlYoga } from './yoga.ts'

const MOST_SUBSCRIPTIONS = 200

export interface GraphqlSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  dispose(): Promise<void>
}

interface Params extends Record<string, unknown> {
  /** `Bearer <token>`, for clients that cannot set headers or cookies. */
  readonly authorization?: unknown
}

/** How yoga runs one operation; it travels as the root value, because graphql-ws hands on nothing else. */
type Engine = Pick<ReturnType<PawlYoga['getEnveloped']>, 'execute' | 'subscribe'>

type Connection = Context<Params, Extra>

const headersOf = ({ headers }: IncomingMessage): HeaderReader => ({
  get: (name) => {
    const value = headers[name]
    return value === undefined ? null : String(value)
  },
})

/** Ends an upgrade with a plain HTTP answer. */
function refuseUpgrade(socket: Duplex, status: string, message: string): void {
  const body = `${message}\n`
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

const STATUS = { 400: '400 Bad Request', 401: '401 Unauthorized', 403: '403 Forbidden' } as const

/** A request the resolvers' context is made from: of the upgrade only what it says about who asks. */
function requestOf({ headers }: IncomingMessage): Request {
  const { origin } = headers
  return new Request(`http://localhost${GRAPHQL_PATH}`, { headers: origin === undefined ? {} : { origin } })
}

/** Runs an operation with everything yoga does around one: its limits, its masking, its context. */
async function executionArgs(
  yoga: PawlYoga,
  connection: Connection,
  payload: SubscribePayload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (Object.keys(connection.subscriptions).length > MOST_SUBSCRIPTIONS) {
    return [new GraphQLError(`A connection may follow ${MOST_SUBSCRIPTIONS} things at once; end some of them first.`)]
  }
  const { query, operationName, variables } = payload
  const request = requestOf(connection.extra.request)
  const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({ request, params: { query } })
  try {
    const document = parse(query)
    const errors = validate(schema, document)
    if (errors.length > 0) return errors
    const contextValue = await contextFactory()
    const rootValue: Engine = { execute, subscribe }
    return { schema, document, operationName, variableValues: variables, contextValue, rootValue }
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

/** GraphQL over WebSocket (graphql-transport-ws) for one path; who asks is checked as for every other request. */
export function graphqlSockets(yoga: PawlYoga, options: ResolvedOptions): GraphqlSockets {
  const { token } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: options.maxBodyBytes })
  const serving = useServer<Params>(
    {
      onConnect: ({ connectionParams, extra }) =>
        token === null ||
        carriesToken(headersOf(extra.request), token) ||
        isToken(bearerOf(connectionParams?.authorization), token),
      onSubscribe: (connection, _id, payload) => executionArgs(yoga, connection, payload),
      execute: (args) => (args.rootValue as Engine).execute(args),
      subscribe: (args) => (args.rootValue as Engine).subscribe(args),
      // Whatever goes wrong below GraphQL is told to the server's log, never to the client.
      isProd: true,
    },
    server,
  )
  return {
    handleUpgrade(request, socket, head) {
      const path = request.url?.split('?')[0]
      if (path !== GRAPHQL_PATH) return refuseUpgrade(socket, '404 Not Found', 'WebSockets are served at /graphql only.')
      const refusal = refuseSource(headersOf(request), options)
      if (refusal !== undefined) return refuseUpgrade(socket, STATUS[refusal.status], refusal.message)
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
    },
    dispose: async () => serving.dispose(),
  }
}
