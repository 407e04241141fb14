import { type InputContext, isFrameworkError, type OutputPresence, type StoredOutput } from '@pawl/core/plugin'
import { mapAtOnce } from './map-at-once.ts'
import type { ObjectReads, ObjectState } from './object-reads.ts'
import { fitsVersion } from './object-version.ts'
import { storedObject } from './stored-object.ts'

/** The SDK's client opens 50 connections. */
const LOOKS_AT_ONCE = 32

function presenceOf(stored: StoredOutput, found: ObjectState): OutputPresence {
  if (stored.sizeBytes !== undefined && stored.sizeBytes !== found.sizeBytes) return 'changed'
  if (stored.sha256 !== undefined && found.sha256 !== undefined) return stored.sha256 === found.sha256 ? 'present' : 'changed'
  return fitsVersion(stored.version, found) ? 'present' : 'changed'
}

async function presence(reads: ObjectReads, { upstream, signal }: InputContext): Promise<OutputPresence> {
  const object = storedObject(upstream)
  if (object === undefined) return 'missing'
  try {
    const found = await reads.state(object, signal)
    return presenceOf(upstream.stored, found)
  } catch (error) {
    if (isFrameworkError(error, 'S3_NOT_FOUND')) return 'missing'
    throw error
  }
}

/** A key that is missing and a bucket that is missing are answered alike; only the second is an error. */
async function checkBuckets(reads: ObjectReads, missing: readonly InputContext[]): Promise<void> {
  const signals = new Map<string, AbortSignal>()
  for (const { upstream, signal } of missing) {
    const bucket = storedObject(upstream)?.bucket
    if (bucket !== undefined) signals.set(bucket, signal)
  }
  for (const [bucket, signal] of signals) {
    try {
      await reads.checkBucket(bucket, signal)
    } catch (error) {
      if (isFrameworkError(error, 'S3_NO_SUCH_BUCKET')) throw error
      // Who may read objects need not be allowed to ask for the bucket: then nothing more is known than before.
      signal.throwIfAborted()
    }
  }
}

/** Looks at size, and at hash or version where they are known, without reading any content. */
export async function presences(reads: ObjectReads, contexts: readonly InputContext[]): Promise<readonly OutputPresence[]> {
  const answers = await mapAtOnce(contexts, LOOKS_AT_ONCE, (context) => presence(reads, context))
  await checkBuckets(
    reads,
    contexts.filter((_, index) => answers[index] === 'missing'),
  )
  return answers
}
