import { type Client, createClient } from 'graphql-ws'
import type { Connection } from './connection.ts'
import { reconnectDelayMs } from './connection-state.ts'

const PING_EVERY_MS = 12_000
const PONG_WITHIN_MS = 5_000
const OPEN_WITHIN_MS = 8_000

/** Gives up on a handshake that hangs: a browser waits for minutes, and until it fails nothing is tried again. */
class ImpatientSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    const timer = setTimeout(() => this.close(), OPEN_WITHIN_MS)
    for (const settled of ['open', 'close']) this.addEventListener(settled, () => clearTimeout(timer))
  }
}

/** One WebSocket for all subscriptions of the page. It is tried again for ever; the connection is told of every change. */
export function liveSocket(url: string, connection: Connection): Client {
  let socket: WebSocket | undefined
  let pongTimer: ReturnType<typeof setTimeout> | undefined
  return createClient({
    url,
    keepAlive: PING_EVERY_MS,
    webSocketImpl: ImpatientSocket,
    connectionAckWaitTimeout: OPEN_WITHIN_MS,
    lazyCloseTimeout: 5_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: async (tries) => {
      const now = Date.now()
      const delayMs = reconnectDelayMs(tries, Math.random())
      connection.dispatch({ kind: 'closed', at: now, retryAt: now + delayMs })
      await Promise.race([new Promise((resolve) => setTimeout(resolve, delayMs)), nextOnline()])
    },
    on: {
      opened: (opened) => {
        socket = opened as WebSocket
      },
      connected: () => connection.dispatch({ kind: 'opened' }),
      // A peer that is gone without a word (a laptop asleep, a cable pulled) shows only by its silence.
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => socket?.close(4408, 'Request Timeout'), PONG_WITHIN_MS)
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer)
      },
      closed: () => clearTimeout(pongTimer),
    },
  })
}

const nextOnline = (): Promise<void> =>
  new Promise((resolve) => window.addEventListener('online', () => resolve(), { once: true }))
