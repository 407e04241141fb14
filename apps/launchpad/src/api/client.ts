import { Client, fetchExchange, type Operation, type SubscriptionForwarder, subscriptionExchange } from '@urql/core'
import type { Client as SocketClient } from 'graphql-ws'
import { launchpadCache } from './cache.ts'
import { type Connection, connectionTo } from './connection.ts'
import { liveSocket } from './live-socket.ts'

/** Everything the pages ask the server through. */
export interface Api {
  readonly connection: Connection
  /** With the normalised cache. */
  readonly client: Client
  /** Without one: for steps, events and logs, which have their own stores. */
  readonly uncached: Client
}

declare module '@urql/core' {
  interface OperationContext {
    /** The cursor to resume a subscription from; asked again whenever the socket had to be opened anew. */
    readonly resumeFrom?: () => string | number | null
  }
}

export function createApi(origin: string): Api {
  const url = `${origin}/graphql`
  const connection = connectionTo(() => ping(url))
  const socket = liveSocket(url.replace(/^http/, 'ws'), connection)
  const subscriptions = subscriptionExchange({ forwardSubscription: (request, operation) => forward(socket, request, operation) })
  const options = { url, preferGetMethod: false } as const
  return {
    connection,
    client: new Client({
      ...options,
      requestPolicy: 'cache-and-network',
      exchanges: [launchpadCache(), fetchExchange, subscriptions],
    }),
    uncached: new Client({ ...options, requestPolicy: 'network-only', exchanges: [fetchExchange, subscriptions] }),
  }
}

async function ping(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
    signal: AbortSignal.timeout(4_000),
  })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
}

function forward(
  socket: SocketClient,
  request: Parameters<SubscriptionForwarder>[0],
  operation: Operation,
): ReturnType<SubscriptionForwarder> {
  const { resumeFrom } = operation.context
  const cursorName = operation.variables && 'offset' in operation.variables ? 'offset' : 'cursor'
  const payload = {
    query: request.query ?? '',
    // Read again at every (re)connect: that is what resumes a stream without a gap and without a repeat.
    get variables(): Record<string, unknown> {
      const variables = { ...request.variables }
      return resumeFrom ? { ...variables, [cursorName]: resumeFrom() } : variables
    },
  }
  return {
    subscribe: (observer) => ({
      unsubscribe: socket.subscribe<Record<string, unknown>>(payload, {
        next: ({ data, errors }) => observer.next({ data: data ?? null, ...(errors ? { errors: [...errors] } : {}) }),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      }),
    }),
  }
}
