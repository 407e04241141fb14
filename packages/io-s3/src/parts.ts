import type { Part } from './object-writes.ts'

const MEGABYTE = 1024 * 1024
/** The least S3 takes for a part that is not the last. */
const FIRST_PART_BYTES = 5 * MEGABYTE
/** An upload has at most 10,000 parts: sizes that double now and then reach 5 TB, the most one object can have. */
const PARTS_OF_ONE_SIZE = 1000
/** An output smaller than a part, of which there may be many at once, does not take the memory of one. */
const FIRST_BUFFER_BYTES = 64 * 1024

export const partBytes = (number: number): number => FIRST_PART_BYTES * 2 ** Math.floor((number - 1) / PARTS_OF_ONE_SIZE)

interface PartBuffer {
  isFull(): boolean
  /** Copies what fits, and tells how much that was. */
  take(chunk: Uint8Array): number
  bytes(): Uint8Array
}

function partBuffer(capacity: number, begun = capacity): PartBuffer {
  let buffer = new Uint8Array(Math.min(capacity, begun))
  let filled = 0
  const growTo = (needed: number): void => {
    if (needed <= buffer.byteLength) return
    const larger = new Uint8Array(Math.min(capacity, Math.max(needed, buffer.byteLength * 2)))
    larger.set(buffer.subarray(0, filled))
    buffer = larger
  }
  return {
    isFull: () => filled === capacity,
    take(chunk) {
      const taken = chunk.subarray(0, capacity - filled)
      growTo(filled + taken.byteLength)
      buffer.set(taken, filled)
      filled += taken.byteLength
      return taken.byteLength
    },
    bytes: () => buffer.subarray(0, filled),
  }
}

export interface NumberedPart extends Part {
  readonly isLast: boolean
}

/** Chunks of any size as the parts of an upload; at least one, which may be empty. A chunk's memory is free for other use once the next is asked for. */
export async function* partsOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  bytesOf: (number: number) => number = partBytes,
): AsyncGenerator<NumberedPart, void> {
  let number = 1
  let buffer = partBuffer(bytesOf(number), FIRST_BUFFER_BYTES)
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; ) {
      if (buffer.isFull()) {
        yield { number, bytes: buffer.bytes(), isLast: false }
        number += 1
        buffer = partBuffer(bytesOf(number))
      }
      at += buffer.take(chunk.subarray(at))
    }
  }
  yield { number, bytes: buffer.bytes(), isLast: true }
}
