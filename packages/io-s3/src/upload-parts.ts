import type { CompletedPart } from '@aws-sdk/client-s3'
import type { ObjectVersion } from './object-version.ts'
import type { IfNoneMatch, ObjectToWrite, ObjectWrites, Part, Upload } from './object-writes.ts'

/** Beside the one that is being filled. */
const PARTS_AT_ONCE = 2
/** For giving up an upload that has failed; what it leaves after that is for the bucket's lifecycle rule. */
const ABANDON_WITHIN_MS = 10_000

/** One upload in parts, begun with the first of them. */
export interface PartUploads {
  /** Takes a part over; waits while enough are under way. */
  add(part: Part): Promise<void>
  /** Waits for all parts. */
  finish(): Promise<void>
  /** Makes the object of the finished parts. */
  complete(ifNoneMatch: IfNoneMatch): Promise<ObjectVersion>
  /** Waits until nothing is under way, then gives up the upload, unless it was completed or never begun. Never fails. */
  abandon(): Promise<void>
}

/** The first failure aborts `stop`, whose signal ends the requests under way and the wait for more to upload. */
export function partUploads(writes: ObjectWrites, object: ObjectToWrite, stop: AbortController): PartUploads {
  const underWay = new Set<Promise<void>>()
  const parts: CompletedPart[] = []
  let upload: Upload | undefined

  async function send(to: Upload, part: Part): Promise<void> {
    try {
      parts.push(await writes.uploadPart(to, part, stop.signal))
    } catch (error) {
      stop.abort(error)
    }
  }

  async function begin(): Promise<Upload> {
    upload ??= await writes.beginUpload(object, stop.signal)
    return upload
  }

  return {
    async add(part) {
      const to = await begin()
      if (underWay.size === PARTS_AT_ONCE) await Promise.race(underWay)
      stop.signal.throwIfAborted()
      const sending = send(to, part).finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async finish() {
      await Promise.all(underWay)
      stop.signal.throwIfAborted()
    },
    async complete(ifNoneMatch) {
      const inOrder = parts.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0))
      const version = await writes.completeUpload(await begin(), { parts: inOrder, ifNoneMatch }, stop.signal)
      upload = undefined
      return version
    },
    async abandon() {
      if (upload === undefined) return
      stop.abort()
      // A part that arrived after its upload was given up would stay for ever.
      await Promise.all(underWay)
      // An error of its own would hide the one that matters.
      await writes.abandonUpload(upload, AbortSignal.timeout(ABANDON_WITHIN_MS)).catch(() => undefined)
    },
  }
}
