import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { placeOf } from '../src/s3-place.ts'

// What others could see and do in a bucket, past the I/O manager.

const target = (location: string): { readonly Bucket: string; readonly Key: string } => {
  const { bucket: Bucket, key: Key } = placeOf(location) ?? { bucket: '', key: '' }
  return { Bucket, Key }
}

export async function contentAt(client: S3Client, location: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand(target(location)))
  return (await Body?.transformToByteArray()) ?? new Uint8Array()
}

export async function replace(client: S3Client, location: string, content: Uint8Array | string): Promise<void> {
  await client.send(new PutObjectCommand({ ...target(location), Body: content }))
}

export async function remove(client: S3Client, location: string): Promise<void> {
  await client.send(new DeleteObjectCommand(target(location)))
}

/** The keys under a prefix, and `key (upload)` for what was begun there and not ended. */
export async function contents(client: S3Client, Bucket: string, Prefix = ''): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
    found.push(...Contents.map(({ Key }) => Key ?? ''))
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }))
  return [...found, ...Uploads.map(({ Key }) => `${Key} (upload)`)]
}
