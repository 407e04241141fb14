import { outputOutsideBase } from '@pawl/codec'
import { type InputContext, isFrameworkError } from '@pawl/core/plugin'
import type { ObjectWrites } from './object-writes.ts'
import type { S3Base } from './s3-options.ts'
import { locationOf } from './s3-place.ts'
import { storedObject } from './stored-object.ts'

/** Deletes an output that this manager wrote; a record that points anywhere else is an error of code OUTPUT_OUTSIDE_BASE. */
export async function deleteOutput(writes: ObjectWrites, base: S3Base, { upstream, signal }: InputContext): Promise<void> {
  const object = storedObject(upstream)
  if (object === undefined || object.bucket !== base.bucket || !object.key.startsWith(base.prefix))
    throw outputOutsideBase(upstream, locationOf({ bucket: base.bucket, key: base.prefix }))
  try {
    await writes.remove(object, signal)
  } catch (error) {
    // S3 itself answers that it is done; some servers say that there was nothing.
    if (!isFrameworkError(error, 'S3_NOT_FOUND')) throw error
  }
}
