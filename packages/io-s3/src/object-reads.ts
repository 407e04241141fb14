import { type ObjectVersion, objectVersion } from './object-version.ts'
import { answered, type S3Request, s3Failure } from './s3-failure.ts'
import type { S3Place } from './s3-place.ts'
import type { S3Session } from './s3-session.ts'

/** A content of a key: of one version, where the bucket keeps versions, and of one ETag, where it must not be another. */
export interface ObjectToRead extends S3Place {
  readonly versionId?: string
  readonly etag?: string
}

export interface ObjectState extends ObjectVersion {
  readonly sizeBytes: number
  /** Where the server keeps it; of what was uploaded in parts it has none. */
  readonly sha256?: string
}

/** Bytes `from` to `to`, both included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

export interface ReadBytes {
  /** Fewer than were asked for where the object is shorter; none where the server sends something else. */
  readonly bytes: Uint8Array
  /** Of the whole object. */
  readonly totalBytes: number
}

/** The requests that change nothing. What fails, fails with an S3FailureCode. */
export interface ObjectReads {
  state(object: ObjectToRead, signal: AbortSignal): Promise<ObjectState>
  /** A range that is little enough to be held. */
  read(object: ObjectToRead, range: ByteRange, signal: AbortSignal): Promise<ReadBytes>
  /** Fails where there is no bucket of that name. */
  checkBucket(bucket: string, signal: AbortSignal): Promise<void>
}

/** The SDK repeats a request until it is answered; an answer that breaks off in its middle is for us to ask for again. */
const READS_OF_A_RANGE = 3

const SHA256_IN_BASE64 = /^[A-Za-z0-9+/]{43}=$/

/** That of an upload in parts is made of the parts' hashes, and has their number at its end. */
const wholeSha256 = (checksum: string | undefined): { sha256?: string } =>
  checksum !== undefined && SHA256_IN_BASE64.test(checksum) ? { sha256: Buffer.from(checksum, 'base64').toString('hex') } : {}

const getting = ({ bucket, key, versionId }: ObjectToRead, operation: string): S3Request => ({
  operation,
  bucket,
  key,
  permission: versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
})

const totalOf = (contentRange: string | undefined, length: number): number => Number(contentRange?.split('/')[1] ?? length)

async function received(body: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let at = 0
  for await (const chunk of body) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  if (at < length) throw new Error(`the answer ended after ${at} of ${length} bytes`)
  return bytes
}

export function objectReads(session: () => Promise<S3Session>): ObjectReads {
  async function state(object: ObjectToRead, signal: AbortSignal): Promise<ObjectState> {
    const { bucket: Bucket, key: Key, versionId: VersionId } = object
    const { ContentLength, ChecksumSHA256, ...found } = await answered(getting(object, 'HeadObject'), signal, async () => {
      const { sdk, client } = await session()
      const command = new sdk.HeadObjectCommand({ Bucket, Key, VersionId, ChecksumMode: 'ENABLED' })
      return client.send(command, { abortSignal: signal })
    })
    return { sizeBytes: ContentLength ?? 0, ...objectVersion(found.VersionId, found.ETag), ...wholeSha256(ChecksumSHA256) }
  }

  async function read(object: ObjectToRead, { from, to }: ByteRange, signal: AbortSignal): Promise<ReadBytes> {
    const { bucket: Bucket, key: Key, versionId: VersionId, etag: IfMatch } = object
    const request = getting(object, 'GetObject')
    for (let tried = 1; ; tried++) {
      const {
        Body,
        ContentRange,
        ContentLength = 0,
      } = await answered(request, signal, async () => {
        const { sdk, client } = await session()
        const command = new sdk.GetObjectCommand({ Bucket, Key, VersionId, IfMatch, Range: `bytes=${from}-${to}` })
        return client.send(command, { abortSignal: signal })
      })
      const body = Body as AsyncIterable<Uint8Array>
      const totalBytes = totalOf(ContentRange, ContentLength)
      if (ContentLength > to - from + 1) {
        await body[Symbol.asyncIterator]().return?.()
        return { bytes: new Uint8Array(), totalBytes }
      }
      try {
        return { bytes: await received(body, ContentLength), totalBytes }
      } catch (error) {
        signal.throwIfAborted()
        if (tried === READS_OF_A_RANGE) throw s3Failure(request, error)
      }
    }
  }

  return {
    state,
    read,
    async checkBucket(bucket, signal) {
      await answered({ operation: 'HeadBucket', bucket, permission: 's3:ListBucket' }, signal, async () => {
        const { sdk, client } = await session()
        return client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal })
      })
    },
  }
}
