import { type Fingerprint, fingerprintOf } from '@pawl/codec'
import { isFrameworkError, type OutputContext, outputAlreadyStored } from '@pawl/core/plugin'
import { objectChunks } from './object-chunks.ts'
import type { ObjectReads, ObjectState } from './object-reads.ts'
import type { ObjectVersion } from './object-version.ts'
import type { IfNoneMatch, ObjectToWrite } from './object-writes.ts'
import { conditionFailed } from './s3-failure.ts'
import { locationOf } from './s3-place.ts'

export interface WriteTarget {
  readonly context: OutputContext
  readonly object: ObjectToWrite
}

/**
 * Sends what makes an object appear, and never over another one. Has S3 refuse to replace (`If-None-Match: *`); a server
 * that answers that it has no such thing is remembered, and asked first whether something is there, so that of two writes at
 * the same instant the later stays; a server that does not heed the header replaces without a word. In both cases the record
 * of what was replaced no longer fits what lies there, and loading it says OUTPUT_LOST.
 * @throws FrameworkError OUTPUT_ALREADY_STORED where another content lies; the same content is taken for what was sent,
 * because an answer can be lost after the work is done
 */
export type WriteOnce = (
  target: WriteTarget,
  fingerprint: Fingerprint,
  send: (ifNoneMatch: IfNoneMatch) => Promise<ObjectVersion>,
) => Promise<ObjectVersion>

async function stateIfAny(reads: ObjectReads, { context, object }: WriteTarget): Promise<ObjectState | undefined> {
  try {
    return await reads.state(object, context.signal)
  } catch (error) {
    if (isFrameworkError(error, 'S3_NOT_FOUND')) return undefined
    throw error
  }
}

async function isSameContent(reads: ObjectReads, target: WriteTarget, found: ObjectState, sent: Fingerprint): Promise<boolean> {
  const { sizeBytes } = sent
  if (found.sizeBytes !== sizeBytes) return false
  if (found.sha256 !== undefined) return found.sha256 === sent.sha256
  const { bucket, key } = target.object
  const object = { bucket, key, ...found }
  return (await fingerprintOf(objectChunks({ reads, object, sizeBytes, signal: target.context.signal }))).sha256 === sent.sha256
}

// The second: an upload that was completed already, by a request whose answer was lost.
const isTaken = (error: unknown): boolean =>
  isFrameworkError(error, 'S3_CONDITION_FAILED') || isFrameworkError(error, 'S3_NOT_FOUND')

export function writeOnce(reads: ObjectReads): WriteOnce {
  let heedsConditions = true

  async function sendOnce(target: WriteTarget, send: Parameters<WriteOnce>[2]): Promise<ObjectVersion> {
    if (heedsConditions) {
      try {
        return await send('*')
      } catch (error) {
        if (!isFrameworkError(error, 'S3_NOT_SUPPORTED')) throw error
      }
    }
    if ((await stateIfAny(reads, target)) !== undefined) throw conditionFailed(target.object, 'is there already')
    const version = await send(undefined)
    // Only now is it known that it was the condition that the server has not.
    heedsConditions = false
    return version
  }

  return async (target, fingerprint, send) => {
    try {
      return await sendOnce(target, send)
    } catch (error) {
      if (!isTaken(error)) throw error
      const found = await stateIfAny(reads, target)
      if (found === undefined) throw error
      if (await isSameContent(reads, target, found, fingerprint)) return found
      throw outputAlreadyStored(target.context, locationOf(target.object))
    }
  }
}
