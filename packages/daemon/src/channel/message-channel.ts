import type { Socket } from 'node:net'

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

/** Cuts a byte stream into lines; a line in many pieces is joined once. */
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
    if (from < chunk.length) pieces.push(chunk.subarray(from))
  }
}

export function messageChannel<Incoming, Outgoing>(socket: Socket): MessageChannel<Incoming, Outgoing> {
  let listener: ((message: Incoming) => void) | undefined
  let waiting: Incoming[] = []
  const onLine = (line: string): void => {
    const message = JSON.parse(line) as Incoming
    if (listener === undefined) waiting.push(message)
    else listener(message)
  }
  socket.setNoDelay(true)
  socket.on('data', lineSplitter(onLine))
  // What a broken connection means is said by 'close'; without a listener it would end the process.
  socket.on('error', () => undefined)
  return {
    send(message) {
      if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    },
    onMessage(next) {
      listener = next
      const early = waiting
      waiting = []
      for (const message of early) next(message)
    },
    onClose(onClosed) {
      if (socket.destroyed) queueMicrotask(onClosed)
      else socket.once('close', onClosed)
    },
    close: () => socket.destroy(),
  }
}
