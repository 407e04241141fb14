import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'

/** What was asked of a bucket since the last look: `PUT`, `GET bucket`; and how many at once at most, ever. */
export interface Asked {
  readonly most: number
  readonly seen: readonly string[]
}

export interface S3Server {
  readonly endpoint: string
  /** For looking at what lies there, and for doing what others could do to it. */
  readonly client: S3Client
  /** Makes a bucket whose server behaves as its name says (see behaviours.ts). */
  bucket(behaviour?: string): Promise<string>
  asked(bucket: string): Promise<Asked>
  stop(): Promise<void>
}

/** How the tests reach their server. */
export interface Connection {
  readonly endpoint: string
  readonly region: string
  readonly forcePathStyle: boolean
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export const connection = (endpoint: string): Connection => ({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'someone', secretAccessKey: 'secret' },
})

/** A server that speaks S3's protocol over HTTP, on the loopback interface, in a thread of its own. */
export async function startS3Server(): Promise<S3Server> {
  const thread = new Worker(new URL('./s3-server.ts', import.meta.url))
  const [endpoint] = (await once(thread, 'message')) as [string]
  const client = new S3Client(connection(endpoint))
  let buckets = 0
  return {
    endpoint,
    client,
    async bucket(behaviour = 'plain') {
      buckets += 1
      const name = `${behaviour}-${buckets}`
      await client.send(new CreateBucketCommand({ Bucket: name }))
      return name
    },
    asked: async (bucket) => (await fetch(`${endpoint}/-/${bucket}`)).json() as Promise<Asked>,
    async stop() {
      client.destroy()
      await thread.terminate()
    },
  }
}
