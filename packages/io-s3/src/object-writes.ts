import type { CompletedPart } from '@aws-sdk/client-s3'
import { type ObjectVersion, objectVersion } from './object-version.ts'
import { answered, type S3Request } from './s3-failure.ts'
import type { S3Place } from './s3-place.ts'
import type { S3Session } from './s3-session.ts'

export interface ObjectToWrite extends S3Place {
  readonly contentType: string
}

/** An upload in parts that was begun: until it is completed or given up, its parts lie in the bucket, unseen and paid for. */
export interface Upload extends S3Place {
  readonly uploadId: string
}

export interface Part {
  /** From 1; at most 10,000. */
  readonly number: number
  readonly bytes: Uint8Array
}

/** `'*'` fails with S3_CONDITION_FAILED where something lies already; undefined replaces it. */
export type IfNoneMatch = '*' | undefined

export interface WholeObject {
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly ifNoneMatch: IfNoneMatch
}

export interface UploadedParts {
  readonly parts: readonly CompletedPart[]
  readonly ifNoneMatch: IfNoneMatch
}

/** The requests that change something. What fails, fails with an S3FailureCode. */
export interface ObjectWrites {
  put(object: ObjectToWrite, content: WholeObject, signal: AbortSignal): Promise<ObjectVersion>
  beginUpload(object: ObjectToWrite, signal: AbortSignal): Promise<Upload>
  uploadPart(upload: Upload, part: Part, signal: AbortSignal): Promise<CompletedPart>
  completeUpload(upload: Upload, uploaded: UploadedParts, signal: AbortSignal): Promise<ObjectVersion>
  abandonUpload(upload: Upload, signal: AbortSignal): Promise<void>
  /** A version only, where the bucket keeps versions and one is named. */
  remove(object: S3Place & Pick<ObjectVersion, 'versionId'>, signal: AbortSignal): Promise<void>
}

const CRC32 = { ChecksumAlgorithm: 'CRC32' } as const

const writing = ({ bucket, key }: S3Place, operation: string): S3Request => ({
  operation,
  bucket,
  key,
  permission: 's3:PutObject',
})

export function objectWrites(session: () => Promise<S3Session>): ObjectWrites {
  return { ...wholeWrites(session), ...uploadWrites(session) }
}

function wholeWrites(session: () => Promise<S3Session>): Pick<ObjectWrites, 'put' | 'remove'> {
  return {
    async put(object, { bytes, sha256, ifNoneMatch: IfNoneMatch }, signal) {
      const { VersionId, ETag } = await answered(writing(object, 'PutObject'), signal, async () => {
        const { sdk, client, checksums } = await session()
        const place = { Bucket: object.bucket, Key: object.key, ContentType: object.contentType }
        // The server refuses bytes that do not have this hash, and tells it when it is asked whether the output is still there.
        const checksum = checksums ? { ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64') } : {}
        const command = new sdk.PutObjectCommand({ ...place, ...checksum, IfNoneMatch, Body: bytes })
        return client.send(command, { abortSignal: signal })
      })
      return objectVersion(VersionId, ETag)
    },
    async remove({ bucket, key, versionId: VersionId }, signal) {
      const permission = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
      await answered({ operation: 'DeleteObject', bucket, key, permission }, signal, async () => {
        const { sdk, client } = await session()
        return client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId }), { abortSignal: signal })
      })
    },
  }
}

type UploadWrites = Pick<ObjectWrites, 'beginUpload' | 'uploadPart' | 'completeUpload' | 'abandonUpload'>

function uploadWrites(session: () => Promise<S3Session>): UploadWrites {
  const place = ({ bucket, key, uploadId }: Upload) => ({ Bucket: bucket, Key: key, UploadId: uploadId })
  return {
    async beginUpload({ bucket, key, contentType }, signal) {
      const { UploadId } = await answered(writing({ bucket, key }, 'CreateMultipartUpload'), signal, async () => {
        const { sdk, client, checksums } = await session()
        const object = { Bucket: bucket, Key: key, ContentType: contentType }
        const command = new sdk.CreateMultipartUploadCommand({ ...object, ...(checksums ? CRC32 : {}) })
        return client.send(command, { abortSignal: signal })
      })
      return { bucket, key, uploadId: UploadId ?? '' }
    },
    async uploadPart(upload, { number, bytes }, signal) {
      const { ETag, ChecksumCRC32 } = await answered(writing(upload, 'UploadPart'), signal, async () => {
        const { sdk, client, checksums } = await session()
        const part = { ...place(upload), PartNumber: number, Body: bytes, ...(checksums ? CRC32 : {}) }
        return client.send(new sdk.UploadPartCommand(part), { abortSignal: signal })
      })
      return { PartNumber: number, ETag, ChecksumCRC32 }
    },
    async completeUpload(upload, { parts, ifNoneMatch: IfNoneMatch }, signal) {
      const { VersionId, ETag } = await answered(writing(upload, 'CompleteMultipartUpload'), signal, async () => {
        const { sdk, client } = await session()
        const MultipartUpload = { Parts: [...parts] }
        const command = new sdk.CompleteMultipartUploadCommand({ ...place(upload), MultipartUpload, IfNoneMatch })
        return client.send(command, { abortSignal: signal })
      })
      return objectVersion(VersionId, ETag)
    },
    async abandonUpload(upload, signal) {
      const request = { ...writing(upload, 'AbortMultipartUpload'), permission: 's3:AbortMultipartUpload' }
      await answered(request, signal, async () => {
        const { sdk, client } = await session()
        return client.send(new sdk.AbortMultipartUploadCommand(place(upload)), { abortSignal: signal })
      })
    },
  }
}
