import {
  type EncodedOutput,
  encodeOutput,
  type Fingerprint,
  type Fingerprinting,
  fingerprinting,
  pieces,
  sha256Of,
} from '@pawl/codec'
import type { HandledOutput, OutputContext } from '@pawl/core/plugin'
import { type ObjectVersion, recordedVersion } from './object-version.ts'
import type { ObjectWrites } from './object-writes.ts'
import { partsOf } from './parts.ts'
import { locationOf, type S3Place } from './s3-place.ts'
import { partUploads } from './upload-parts.ts'
import type { WriteOnce, WriteTarget } from './write-once.ts'

export interface OutputWriter {
  readonly writes: ObjectWrites
  readonly once: WriteOnce
  readonly placeOf: (context: OutputContext, extension: string) => S3Place
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
type Written = Fingerprint & ObjectVersion

/** What is larger goes in parts: then a part that fails is sent again, and not all of it. */
const WHOLE_BYTES = 16 * 1024 * 1024

const CONTENT_TYPES: Readonly<Record<EncodedOutput['extension'], string>> = {
  json: 'application/json',
  'devalue.json': 'application/json',
  txt: 'text/plain; charset=utf-8',
  bin: 'application/octet-stream',
}

/** One output on its way; `stop` gives it up, for whatever reason comes first. */
interface Write extends WriteTarget {
  readonly writer: OutputWriter
  readonly stop: AbortController
}

async function writeWhole(write: Write, bytes: Uint8Array, fingerprint: Fingerprint): Promise<Written> {
  const { writer, object, context } = write
  const version = await writer.once(write, fingerprint, (ifNoneMatch) =>
    writer.writes.put(object, { bytes, sha256: fingerprint.sha256, ifNoneMatch }, context.signal),
  )
  return { ...fingerprint, ...version }
}

async function* hashed(chunks: Chunks, passing: Fingerprinting): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    passing.add(chunk)
    yield chunk
  }
}

/** Uploads as the chunks come; what turns out to be no more than one part is written whole. */
async function writeChunks(write: Write, chunks: Chunks): Promise<Written> {
  const passing = fingerprinting()
  const uploads = partUploads(write.writer.writes, write.object, write.stop)
  try {
    for await (const part of partsOf(hashed(chunks, passing))) {
      if (part.number === 1 && part.isLast) return await writeWhole(write, part.bytes, passing.result())
      await uploads.add(part)
    }
    await uploads.finish()
    const fingerprint = passing.result()
    return { ...fingerprint, ...(await write.writer.once(write, fingerprint, uploads.complete)) }
  } finally {
    await uploads.abandon()
  }
}

function writeEncoded(write: Write, encoded: EncodedOutput): Promise<Written> {
  if ('chunks' in encoded) return writeChunks(write, encoded.chunks)
  const bytes = 'text' in encoded ? Buffer.from(encoded.text) : encoded.bytes
  if (bytes.byteLength > WHOLE_BYTES) return writeChunks(write, pieces(bytes))
  return writeWhole(write, bytes, { sizeBytes: bytes.byteLength, sha256: sha256Of(bytes) })
}

/** Stores an output as one object, which appears complete or not at all. */
export async function writeOutput(writer: OutputWriter, given: OutputContext, value: unknown): Promise<HandledOutput> {
  given.signal.throwIfAborted()
  const stop = new AbortController()
  const follow = (): void => stop.abort(given.signal.reason)
  given.signal.addEventListener('abort', follow, { once: true })
  try {
    const context = { ...given, signal: stop.signal }
    const encoded = encodeOutput(context, value)
    const place = writer.placeOf(context, encoded.extension)
    const object = { ...place, contentType: CONTENT_TYPES[encoded.extension] }
    const { sizeBytes, sha256, ...made } = await writeEncoded({ writer, context, object, stop }, encoded)
    const version = recordedVersion(made)
    return { location: locationOf(place), codec: encoded.codec, sizeBytes, sha256, ...(version === undefined ? {} : { version }) }
  } finally {
    given.signal.removeEventListener('abort', follow)
  }
}
