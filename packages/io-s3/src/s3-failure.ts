import { FrameworkError } from '@pawl/core/plugin'

/** A request as its failure is told: what was to be done, where, and which right it takes. */
export interface S3Request {
  readonly operation: string
  readonly bucket: string
  readonly key?: string
  /** `s3:GetObject`; with versions `s3:GetObjectVersion`. */
  readonly permission: string
}

/** How a request failed. The first three tell something of the object, the others of the bucket or the way to it. */
export type S3FailureCode =
  | 'S3_NOT_FOUND'
  /** Something lies where nothing should, or not what should; another write may be under way. */
  | 'S3_CONDITION_FAILED'
  | 'S3_RANGE_REFUSED'
  | 'S3_ARCHIVED'
  | 'S3_NOT_SUPPORTED'
  | 'S3_NO_SUCH_BUCKET'
  | 'S3_ACCESS_DENIED'
  | 'S3_NO_CREDENTIALS'
  | 'S3_BAD_CREDENTIALS'
  | 'S3_NO_REGION'
  | 'S3_WRONG_REGION'
  | 'S3_UNREACHABLE'
  | 'S3_FAILED'

interface S3Error {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const CODE_OF_NAME: Readonly<Record<string, S3FailureCode>> = {
  NoSuchBucket: 'S3_NO_SUCH_BUCKET',
  ConditionalRequestConflict: 'S3_CONDITION_FAILED',
  InvalidObjectState: 'S3_ARCHIVED',
  CredentialsProviderError: 'S3_NO_CREDENTIALS',
  TokenProviderError: 'S3_NO_CREDENTIALS',
  InvalidAccessKeyId: 'S3_BAD_CREDENTIALS',
  SignatureDoesNotMatch: 'S3_BAD_CREDENTIALS',
  ExpiredToken: 'S3_BAD_CREDENTIALS',
  InvalidToken: 'S3_BAD_CREDENTIALS',
  PermanentRedirect: 'S3_WRONG_REGION',
  AuthorizationHeaderMalformed: 'S3_WRONG_REGION',
  TimeoutError: 'S3_UNREACHABLE',
}
const CODE_OF_STATUS: Readonly<Record<number, S3FailureCode>> = {
  301: 'S3_WRONG_REGION',
  403: 'S3_ACCESS_DENIED',
  404: 'S3_NOT_FOUND',
  412: 'S3_CONDITION_FAILED',
  416: 'S3_RANGE_REFUSED',
  501: 'S3_NOT_SUPPORTED',
}

function codeOf({ key }: S3Request, { name, message, code, $metadata }: S3Error): S3FailureCode {
  const known = CODE_OF_NAME[name] ?? CODE_OF_STATUS[$metadata?.httpStatusCode ?? 0]
  // The answer to HEAD has no name of its own.
  if (known === 'S3_NOT_FOUND' && key === undefined) return 'S3_NO_SUCH_BUCKET'
  if (known !== undefined) return known
  if (/^(E[A-Z_]+)$/.test(code ?? '')) return 'S3_UNREACHABLE'
  return /region is missing/i.test(message) ? 'S3_NO_REGION' : 'S3_FAILED'
}

const whereOf = ({ bucket, key }: S3Request): string => (key === undefined ? `bucket "${bucket}"` : `s3://${bucket}/${key}`)

const WAY_OUT: Readonly<Record<S3FailureCode, (request: S3Request) => string>> = {
  S3_NOT_FOUND: () => 'There is nothing there.',
  S3_CONDITION_FAILED: () => 'What lies there is not what was expected, or another write to it is under way.',
  S3_RANGE_REFUSED: () => 'What lies there is shorter than what was stored.',
  S3_ARCHIVED: () => 'It was moved to an archive class, which has to be undone (restore-object) before it can be read.',
  S3_NOT_SUPPORTED: () =>
    'The server does not know a part of this request; where it is the checksum, set AWS_REQUEST_CHECKSUM_CALCULATION=when_required.',
  S3_NO_SUCH_BUCKET: ({ bucket }) =>
    `There is no bucket "${bucket}". Create it, or correct "bucket" or "endpoint" of s3IOManager.`,
  S3_ACCESS_DENIED: ({ permission, bucket }) =>
    `Allow ${permission} on arn:aws:s3:::${bucket}/* and s3:ListBucket on arn:aws:s3:::${bucket}: without the second an object that is gone is answered in the same way.`,
  S3_NO_CREDENTIALS: () =>
    'No credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile or role that the AWS SDK finds, or give s3IOManager "credentials".',
  S3_BAD_CREDENTIALS: () =>
    'The credentials are wrong or out of date. Renew them where the AWS SDK finds them, or in "credentials".',
  S3_NO_REGION: () => 'Set AWS_REGION, or give s3IOManager "region" (for a server of your own any name, such as "us-east-1").',
  S3_WRONG_REGION: ({ bucket }) => `Bucket "${bucket}" lies in another region. Give s3IOManager its "region".`,
  S3_UNREACHABLE: () => 'The server could not be reached. Check "endpoint" of s3IOManager, and the network.',
  S3_FAILED: () => 'The AWS SDK has repeated what can be repeated.',
}

/** A FrameworkError of an {@link S3FailureCode} that names bucket, key, what S3 said, and the way out. `details`: operation, bucket, key, status. */
export function s3Failure(request: S3Request, error: unknown): FrameworkError {
  const failed: S3Error = error instanceof Error ? error : { name: 'Error', message: String(error) }
  const code = codeOf(request, failed)
  const status = failed.$metadata?.httpStatusCode
  const said =
    failed.message === '' || failed.message === 'UnknownError' ? `status ${status}` : `${failed.name}: ${failed.message}`
  return new FrameworkError(code, {
    message: `${request.operation} of ${whereOf(request)} failed (${said}). ${WAY_OUT[code](request)}`,
    details: { operation: request.operation, bucket: request.bucket, key: request.key ?? null, status: status ?? null },
    cause: error,
  })
}

/** The error of code S3_CONDITION_FAILED for what is seen here and not by the server. */
export const conditionFailed = (
  { bucket, key }: { readonly bucket: string; readonly key: string },
  what: string,
): FrameworkError =>
  new FrameworkError('S3_CONDITION_FAILED', { message: `s3://${bucket}/${key} ${what}.`, details: { bucket, key } })

/** Gives up as soon as the signal aborts, with its reason; every other failure is an {@link s3Failure}. */
export async function answered<T>(request: S3Request, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  try {
    return await send()
  } catch (error) {
    throw signal.aborted ? signal.reason : s3Failure(request, error)
  }
}
