import { expect, test } from 'vitest'
import { type S3FailureCode, s3Failure } from './s3-failure.ts'

const request = { operation: 'GetObject', bucket: 'outputs', key: 'run/a.json', permission: 's3:GetObject' }
const thrown = (name: string, status?: number, more: object = {}): Error =>
  Object.assign(new Error('as S3 says it'), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...more,
  })

test.each<[S3FailureCode, Error, string]>([
  ['S3_NOT_FOUND', thrown('NoSuchKey', 404), 'There is nothing there.'],
  ['S3_NOT_FOUND', thrown('NotFound', 404), 'There is nothing there.'],
  ['S3_NO_SUCH_BUCKET', thrown('NoSuchBucket', 404), 'There is no bucket "outputs".'],
  ['S3_CONDITION_FAILED', thrown('PreconditionFailed', 412), 'not what was expected'],
  ['S3_CONDITION_FAILED', thrown('ConditionalRequestConflict', 409), 'another write to it is under way'],
  ['S3_RANGE_REFUSED', thrown('InvalidRange', 416), 'shorter than what was stored'],
  ['S3_ACCESS_DENIED', thrown('AccessDenied', 403), 'Allow s3:GetObject on arn:aws:s3:::outputs/*'],
  ['S3_BAD_CREDENTIALS', thrown('ExpiredToken', 400), 'Renew them'],
  ['S3_BAD_CREDENTIALS', thrown('SignatureDoesNotMatch', 403), 'wrong or out of date'],
  ['S3_WRONG_REGION', thrown('PermanentRedirect', 301), 'Give s3IOManager its "region".'],
  ['S3_NOT_SUPPORTED', thrown('NotImplemented', 501), 'AWS_REQUEST_CHECKSUM_CALCULATION=when_required'],
  ['S3_UNREACHABLE', thrown('Error', undefined, { code: 'ECONNRESET' }), 'Check "endpoint"'],
  ['S3_UNREACHABLE', thrown('TimeoutError'), 'Check "endpoint"'],
  ['S3_FAILED', thrown('InternalError', 500), 'repeated what can be repeated'],
])('%s says what to do', (code, error, wayOut) => {
  const failure = s3Failure(request, error)
  expect(failure).toMatchObject({ code, cause: error, details: { operation: 'GetObject', bucket: 'outputs', key: 'run/a.json' } })
  expect(failure.message).toContain(`GetObject of s3://outputs/run/a.json failed (${error.name}: as S3 says it). `)
  expect(failure.message).toContain(wayOut)
})

test('the answer to HEAD has no words: its status is named, and without a key it is the bucket that is not there', () => {
  const { bucket, permission } = request
  const failure = s3Failure(
    { operation: 'HeadBucket', bucket, permission },
    Object.assign(thrown('NotFound', 404), { message: 'UnknownError' }),
  )
  expect(failure.code).toBe('S3_NO_SUCH_BUCKET')
  expect(failure.message).toMatch(/^HeadBucket of bucket "outputs" failed \(status 404\)\. There is no bucket "outputs"/)
})
