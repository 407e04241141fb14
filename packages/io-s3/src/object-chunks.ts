import type { ObjectReads, ObjectToRead } from './object-reads.ts'
import { conditionFailed } from './s3-failure.ts'

/** One request each. Reading in ranges leaves no connection open under a consumer that is slow or has gone. */
const RANGE_BYTES = 4 * 1024 * 1024

export interface Reading {
  readonly reads: ObjectReads
  readonly object: ObjectToRead
  readonly sizeBytes: number
  readonly signal: AbortSignal
}

const otherSize = (object: ObjectToRead, found: number, stored: number): Error =>
  conditionFailed(object, `has ${found} bytes where ${stored} were stored`)

/**
 * The bytes of an object in order, each range asked for when it is wanted.
 * @throws FrameworkError S3_CONDITION_FAILED where the object has another size, and whatever a read throws
 */
export async function* objectChunks({ reads, object, sizeBytes, signal }: Reading): AsyncGenerator<Uint8Array, void> {
  if (sizeBytes === 0) {
    // There is no range of nothing.
    const found = await reads.state(object, signal)
    if (found.sizeBytes !== 0) throw otherSize(object, found.sizeBytes, 0)
  }
  for (let from = 0; from < sizeBytes; from += RANGE_BYTES) {
    const to = Math.min(from + RANGE_BYTES, sizeBytes) - 1
    const { bytes, totalBytes } = await reads.read(object, { from, to }, signal)
    if (totalBytes !== sizeBytes || bytes.byteLength !== to - from + 1) throw otherSize(object, totalBytes, sizeBytes)
    yield bytes
  }
}
