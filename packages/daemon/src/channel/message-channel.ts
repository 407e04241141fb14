import { connect, type Socket } from 'node:net'

/** Messages over a stream socket, one JSON document a line. */
export interface MessageChannel<Incoming, Outgoing> {
  /** Resolves to nothing and never fails: a message to a closed channel is dropped, and `onClose` has told of it. */
  send(message: Outgoing): void
  onMessage(listener: (message: Incoming) => void): void
  /** Called once, also when the channel is closed already. */
  onClose(listener: () => void): void
  close(): void
}

const NEWLINE = 0x0a
/** As much as Node itself reads at a time. */
const READ_BYTES = 64 * 1024

/** Cuts a byte stream into lines; a line in many pieces is joined once. A chunk's memory may be used again after the call. */
function lineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = []
  return (chunk) => {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const end = chunk.subarray(from, at)
      const line = pieces.length === 0 ? end.toString() : Buffer.concat([...pieces, end]).toString()
      pieces = []
      from = at + 1
      onLine(line)
    }
    if (from < chunk.length) pieces.push(Buffer.from(chunk.subarray(from)))
  }
}

/** What has come in: handed on, or kept while nobody listens. */
class Inbox<Incoming> {
  readonly takeBytes: (chunk: Buffer) => void = lineSplitter((line) => this.#take(JSON.parse(line) as Incoming))
  #listener: ((message: Incoming) => void) | undefined
  #waiting: Incoming[] = []

  listen(listener: (message: Incoming) => void): void {
    this.#listener = listener
    const early = this.#waiting
    this.#waiting = []
    for (const message of early) listener(message)
  }

  #take(message: Incoming): void {
    if (this.#listener === undefined) this.#waiting.push(message)
    else this.#listener(message)
  }
}

function channelOf<Incoming, Outgoing>(socket: Socket, inbox: Inbox<Incoming>): MessageChannel<Incoming, Outgoing> {
  socket.setNoDelay(true)
  // What a broken connection means is said by 'close'; without a listener it would end the process.
  socket.on('error', () => undefined)
  return {
    send(message) {
      if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose(onClosed) {
      if (socket.destroyed) queueMicrotask(onClosed)
      else socket.once('close', onClosed)
    },
    close: () => socket.destroy(),
  }
}

/** The channel of a socket that somebody else has opened, and that nothing has been read from. */
export function messageChannel<Incoming, Outgoing>(socket: Socket): MessageChannel<Incoming, Outgoing> {
  const inbox = new Inbox<Incoming>()
  socket.on('data', inbox.takeBytes)
  return channelOf(socket, inbox)
}

/** Connects, reading into the same memory again and again: to pass chunks through a stream costs a third more. */
export function connectChannel<Incoming, Outgoing>(
  path: string,
): { readonly socket: Socket; readonly channel: MessageChannel<Incoming, Outgoing> } {
  const inbox = new Inbox<Incoming>()
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
  const callback = (byteCount: number): boolean => {
    inbox.takeBytes(buffer.subarray(0, byteCount))
    return true
  }
  const socket = connect({ path, onread: { buffer, callback } })
  return { socket, channel: channelOf(socket, inbox) }
}
