import { type InputContext, isFrameworkError, outputLost } from '@pawl/core/plugin'
import { recordedVersionId } from './object-version.ts'
import { placeOf, type S3Place } from './s3-place.ts'

type Upstream = InputContext['upstream']

export interface StoredObject extends S3Place {
  readonly versionId?: string
}

/** The object that a record speaks of; undefined where it speaks of none, because another manager wrote it. */
export function storedObject({ stored }: Upstream): StoredObject | undefined {
  const place = placeOf(stored.location)
  return place === undefined ? undefined : { ...place, ...recordedVersionId(stored.version) }
}

/** Turns what a read failed with into a lost output where it is one; a bucket that cannot be read is an error of its own. */
export function lostOrFailed(upstream: Upstream, error: unknown): unknown {
  if (isFrameworkError(error, 'S3_NOT_FOUND')) return outputLost(upstream, 'missing', error)
  const changed = isFrameworkError(error, 'S3_CONDITION_FAILED') || isFrameworkError(error, 'S3_RANGE_REFUSED')
  return changed ? outputLost(upstream, 'changed', error) : error
}
