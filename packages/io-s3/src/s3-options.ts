import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { FrameworkError } from '@pawl/core/plugin'

export interface S3IOManagerOptions {
  /** The name of a bucket that exists, or the alias of an access point. */
  readonly bucket: string
  /** Outputs lie under it as `<prefix>/<runId>/<stepKey>/<output>.<ext>`. Default: none. */
  readonly prefix?: string | undefined
  /** Default: what the AWS SDK finds (AWS_REGION, the profile). A server of your own takes any name. */
  readonly region?: string | undefined
  /** The URL of a server other than AWS. */
  readonly endpoint?: string | undefined
  /** Puts the bucket into the path and not into the host name: most servers of one's own need it. Default false. */
  readonly forcePathStyle?: boolean | undefined
  /** Default: what the AWS SDK finds (environment, profile, role of the machine). */
  readonly credentials?: S3ClientConfig['credentials']
  /** A client that is set up already, in place of the four options above. */
  readonly client?: S3Client | undefined
}

export type ClientOptions = Pick<S3IOManagerOptions, 'region' | 'endpoint' | 'forcePathStyle' | 'credentials' | 'client'>

export interface S3Base {
  readonly bucket: string
  /** Empty, or ends with a slash. */
  readonly prefix: string
}

/** S3 takes keys of 1024 bytes; the rest is for what Pawl appends. */
const LONGEST_PREFIX = 256
const BUCKET_NAME = /^[A-Za-z0-9._-]{3,255}$/
const OPTIONS_OF_A_CLIENT = ['region', 'endpoint', 'forcePathStyle', 'credentials'] as const

const refused = (option: string, why: string): FrameworkError =>
  new FrameworkError('INVALID_S3_OPTION', { message: `s3IOManager: "${option}" ${why}`, details: { option } })

const shown = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value))

function resolvePrefix(prefix: string): string {
  const segments = prefix.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => segment === '.' || segment === '..'))
    throw refused('prefix', `is ${shown(prefix)}; "." and ".." would be taken for folders on the way to the server.`)
  if (Buffer.byteLength(prefix) > LONGEST_PREFIX)
    throw refused(
      'prefix',
      `is longer than ${LONGEST_PREFIX} bytes, which leaves too little of a key for the names of runs and steps.`,
    )
  return segments.map((segment) => `${segment}/`).join('')
}

/** Where outputs are kept. Throws a FrameworkError INVALID_S3_OPTION, before anything is stored, for options that cannot work. */
export function resolveBase(options: S3IOManagerOptions): S3Base {
  const { bucket, prefix = '', endpoint, client } = options
  if (typeof bucket !== 'string' || !BUCKET_NAME.test(bucket))
    throw refused(
      'bucket',
      `is ${shown(bucket)}; it has to be the name of a bucket, or the alias of an access point (not its ARN).`,
    )
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw refused('endpoint', `is ${shown(endpoint)}; it has to be a URL such as "http://localhost:9000".`)
  const doubled = client === undefined ? undefined : OPTIONS_OF_A_CLIENT.find((option) => options[option] !== undefined)
  if (doubled !== undefined) throw refused(doubled, 'is for the client that is made here; "client" brings its own.')
  return { bucket, prefix: resolvePrefix(prefix) }
}
