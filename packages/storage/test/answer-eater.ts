import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between a client and a server, and can lose what the server says. */
export interface AnswerEater {
  readonly port: number
  /** Lets some answers pass; the next one ends its connection instead, after the server has done what it was asked. */
  loseAnswer(options?: { readonly after: number }): void
  /** Ends every connection at once. */
  cutAll(): void
  close(): Promise<void>
}

const ended = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

export async function answerEater(serverPort: number): Promise<AnswerEater> {
  const sockets = new Set<Socket>()
  let passing = Number.POSITIVE_INFINITY
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (bytes) => upstream.write(bytes))
    upstream.on('data', (bytes) => {
      passing--
      if (passing >= 0) return client.write(bytes)
      passing = Number.POSITIVE_INFINITY
      return client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    loseAnswer: ({ after } = { after: 0 }) => {
      passing = after
    },
    cutAll: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return ended(server)
    },
  }
}
