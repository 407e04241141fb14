import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import type { ClientOptions } from './s3-options.ts'

export interface S3Session {
  readonly sdk: typeof import('@aws-sdk/client-s3')
  readonly client: S3Client
  /** Whether the client sends checksums, which some servers do not take (AWS_REQUEST_CHECKSUM_CALCULATION=when_required). */
  readonly checksums: boolean
}

function clientConfig({ region, endpoint, forcePathStyle, credentials }: ClientOptions): S3ClientConfig {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(forcePathStyle === undefined ? {} : { forcePathStyle }),
    ...(credentials === undefined ? {} : { credentials }),
    // What is read is checked against its recorded SHA-256, which holds more than the checksum S3 would send along.
    responseChecksumValidation: 'WHEN_REQUIRED',
  }
}

async function openSession(options: ClientOptions): Promise<S3Session> {
  const sdk = await import('@aws-sdk/client-s3')
  const client = options.client ?? new sdk.S3Client(clientConfig(options))
  return { sdk, client, checksums: (await client.config.requestChecksumCalculation()) === 'WHEN_SUPPORTED' }
}

/** The AWS SDK takes 150 ms to load, so it is loaded when the first output is stored or loaded, and then once. */
export function s3Session(options: ClientOptions): () => Promise<S3Session> {
  let session: Promise<S3Session> | undefined
  return () => {
    session ??= openSession(options)
    return session
  }
}
