/** A web ReadableStream, a Node Readable, an async generator: what can be read chunk by chunk. */
export const isByteStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === 'function'
