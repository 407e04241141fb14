import type { OutputContext } from './io-manager.ts'
import { outputNotSerialisable } from './serialisable.ts'

interface ByteSource {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  /** Lets the stream go before its end; its late errors are nobody's. */
  release(reason: unknown): void
}

const ignore = (): void => undefined

/** An iterator's `return` waits for the `next` that hangs, so the two kinds of stream that have a way to stop at once use theirs. */
function openSource(stream: AsyncIterable<unknown>): ByteSource {
  const { getReader, destroy } = stream as { getReader?: unknown; destroy?: unknown }
  if (typeof getReader === 'function') {
    const reader = (stream as ReadableStream<unknown>).getReader()
    return { next: () => reader.read(), release: (reason) => void reader.cancel(reason).catch(ignore) }
  }
  const iterator = stream[Symbol.asyncIterator]()
  return {
    next: () => iterator.next(),
    release() {
      if (typeof destroy === 'function') destroy.call(stream)
      void iterator.return?.().then(ignore, ignore)
    },
  }
}

const isBytes = (chunk: unknown): chunk is Uint8Array => Object.prototype.toString.call(chunk) === '[object Uint8Array]'

const whatInstead = (chunk: unknown): string =>
  `${typeof chunk === 'object' ? 'an object' : `a ${typeof chunk}`} in a stream, whose chunks have to be Uint8Array`

/**
 * Reads a byte stream to its end, one chunk at a time. Throws the signal's reason as soon as it aborts, also while a chunk
 * is awaited that never comes, and lets the stream go; throws `OUTPUT_NOT_SERIALISABLE` at a chunk that is not bytes.
 */
export async function* byteChunks(context: OutputContext, stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  const { signal } = context
  signal.throwIfAborted()
  const source = openSource(stream)
  let stopWaiting: ((reason: unknown) => void) | undefined
  const abort = (): void => stopWaiting?.(signal.reason)
  const nextChunk = (): ReturnType<ByteSource['next']> =>
    new Promise((resolve, reject) => {
      stopWaiting = reject
      source.next().then(resolve, reject)
    })
  signal.addEventListener('abort', abort, { once: true })
  let finished = false
  try {
    for (let index = 0; ; index++) {
      signal.throwIfAborted()
      const { done, value } = await nextChunk()
      if (done) break
      if (!isBytes(value)) throw outputNotSerialisable(context, { path: `$[${index}]`, what: whatInstead(value) })
      yield value
    }
    finished = true
  } finally {
    signal.removeEventListener('abort', abort)
    if (!finished) source.release(signal.reason)
  }
}
