import { sha256Of } from '@pawl/codec'
import { type IOManager, outputPath } from '@pawl/core/plugin'
import { deleteOutput } from './delete-output.ts'
import { objectReads } from './object-reads.ts'
import { objectWrites } from './object-writes.ts'
import { presences } from './presence.ts'
import { readOutput } from './read-output.ts'
import { resolveBase, type S3IOManagerOptions } from './s3-options.ts'
import { s3Session } from './s3-session.ts'
import { writeOnce } from './write-once.ts'
import { writeOutput } from './write-output.ts'

/**
 * Keeps every output as one object of an S3 bucket, which any machine with access reads: `.json`, `.txt`, `.bin`, and
 * `.devalue.json` for what JSON cannot say. A byte stream is uploaded in parts as it comes and loaded as a web ReadableStream
 * that reads the object as it is consumed.
 * @throws FrameworkError INVALID_S3_OPTION
 */
export function s3IOManager(options: S3IOManagerOptions): IOManager {
  const base = resolveBase(options)
  const session = s3Session(options)
  const reads = objectReads(session)
  const writes = objectWrites(session)
  const writer = {
    writes,
    once: writeOnce(reads),
    placeOf: (context: Parameters<typeof outputPath>[0], extension: string) => ({
      bucket: base.bucket,
      key: base.prefix + outputPath(context, { extension, digest: sha256Of }).join('/'),
    }),
  }
  return {
    scope: 'shared',
    handleOutput: (context, value) => writeOutput(writer, context, value),
    loadInput: (context) => readOutput(reads, context),
    hasOutputs: (contexts) => presences(reads, contexts),
    deleteOutput: (context) => deleteOutput(writes, base, context),
  }
}
