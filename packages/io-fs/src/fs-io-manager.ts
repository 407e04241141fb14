import { randomBytes } from 'node:crypto'
import { join, resolve, sep } from 'node:path'
import { type EncodedOutput, encodeOutput, pieces, sha256Of } from '@pawl/codec'
import { type HandledOutput, type IOManager, type OutputContext, outputAlreadyStored, outputPath } from '@pawl/core/plugin'
import { deleteStored } from './delete-output.ts'
import { directories } from './directories.ts'
import { presences } from './presence.ts'
import { readOutput } from './read-output.ts'
import { writeLarge } from './write-large.ts'
import { SMALL_BYTES, type WritePlan, type Written, writeSmall } from './write-small.ts'

export interface FsIOManagerOptions {
  /** Outputs lie under it as `<runId>/<stepKey>/<output>.<ext>`. Default: `.pawl/outputs` in the working directory. */
  readonly baseDirectory?: string
  /**
   * Waits until an output is on the disk itself (default false). Without it a power cut may lose an output whose success is
   * recorded; that is noticed when it is needed, and the step runs again.
   */
  readonly fsync?: boolean
}

const resolveOptions = ({ baseDirectory = join('.pawl', 'outputs'), fsync = false }: FsIOManagerOptions) => ({
  base: resolve(baseDirectory),
  fsync,
})

function write(plan: WritePlan, encoded: EncodedOutput, signal: AbortSignal): Written | Promise<Written> {
  if ('chunks' in encoded) return writeLarge(plan, encoded.chunks, signal)
  const content = 'text' in encoded ? encoded.text : encoded.bytes
  const sizeBytes = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
  if (sizeBytes <= SMALL_BYTES) return writeSmall(plan, content)
  return writeLarge(plan, pieces(typeof content === 'string' ? Buffer.from(content) : content), signal)
}

/**
 * Keeps every output as one plain file: `.json`, `.txt`, `.bin`, and `.devalue.json` for what JSON cannot say.
 * A byte stream is written as it comes and loaded as a web ReadableStream that reads the file as it is consumed.
 */
export function fsIOManager(options: FsIOManagerOptions = {}): IOManager {
  const { base, fsync } = resolveOptions(options)
  const made = directories(fsync)
  // Final names never begin with a dot, and no other manager has this one's token.
  const token = randomBytes(6).toString('hex')
  let writes = 0

  const plan = (context: OutputContext, extension: string): WritePlan => {
    const segments = outputPath(context, { extension, digest: sha256Of })
    // Safe segments need no normalising, which would take longer than all the rest.
    const final = [base, ...segments].join(sep)
    const directory = final.slice(0, final.lastIndexOf(sep))
    writes += 1
    return { directory, final, temporary: `${directory}${sep}.${token}-${writes}.tmp`, directories: made, fsync }
  }

  return {
    scope: 'host',
    async handleOutput(context, value): Promise<HandledOutput> {
      context.signal.throwIfAborted()
      const encoded = encodeOutput(context, value)
      const planned = plan(context, encoded.extension)
      const written = await write(planned, encoded, context.signal)
      if (written === 'taken') throw outputAlreadyStored(context, planned.final)
      return { location: planned.final, codec: encoded.codec, ...written }
    },
    loadInput: readOutput,
    hasOutputs: presences,
    async deleteOutput(context) {
      deleteStored(base, context)
    },
  }
}
