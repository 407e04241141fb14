import { setTimeout } from 'node:timers/promises'
import { type Answering, type Behaviour, isFinalWrite, isPart, refusal, type S3ServerRequest, xml } from './s3-request.ts'

// What the emulator lacks of S3, and what goes wrong in real life. A bucket's name says how its server behaves:
// "versioned-lossy-1" keeps versions and loses answers.

const behaves = ({ bucket }: S3ServerRequest, how: string): boolean => bucket.split('-').includes(how)
const placeOf = ({ bucket, key }: S3ServerRequest): string => `${bucket}/${key}`
const never = new Promise<never>(() => undefined)

/** Thrown to cut the connection instead of answering. */
export const CUT: unique symbol = Symbol('cut')

/** `If-None-Match: *`, as S3 has had it since 2024; `heedless` servers replace all the same. */
export function conditionalWrites(): Behaviour {
  const present = new Set<string>()
  return async (request, next) => {
    const place = placeOf(request)
    if (request.method === 'DELETE' && !request.query.has('uploadId')) present.delete(place)
    if (!isFinalWrite(request) || behaves(request, 'heedless')) return next(request)
    if (request.headers['if-none-match'] === '*') {
      if (behaves(request, 'conditionless')) return refusal(501, 'NotImplemented', 'A header implies what is not implemented')
      if (present.has(place)) return refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold')
    }
    const wasPresent = present.has(place)
    present.add(place)
    const answer = await next(request)
    if (answer.status >= 300 && !wasPresent) present.delete(place)
    return answer
  }
}

/** Which uploads were begun and neither completed nor given up. */
export function openUploads(): Behaviour {
  const open = new Map<string, S3ServerRequest>()
  return async (request, next) => {
    const { method, query, key, bucket } = request
    if (method === 'GET' && key === '' && query.has('uploads')) {
      const uploads = [...open].filter(([, begun]) => begun.bucket === bucket)
      const listed = uploads.map(([id, begun]) => `<Upload><Key>${begun.key}</Key><UploadId>${id}</UploadId></Upload>`)
      return xml(200, `<ListMultipartUploadsResult>${listed.join('')}</ListMultipartUploadsResult>`)
    }
    const answer = await next(request)
    const id = query.get('uploadId')
    if (method === 'POST' && query.has('uploads')) {
      const [, begun] = /<UploadId>(.*?)<\/UploadId>/.exec(answer.body.toString()) ?? []
      if (begun !== undefined) open.set(begun, request)
    }
    if (id !== null && answer.status < 300 && (method === 'DELETE' || method === 'POST')) open.delete(id)
    return answer
  }
}

/** Versions of objects, kept in a bucket beside. */
export function versions(): Behaviour {
  const latest = new Map<string, string>()
  let written = 0
  const asideOf = (request: S3ServerRequest, id: string): S3ServerRequest => ({
    ...request,
    bucket: `${request.bucket}.versions`,
    key: `${id}/${request.key}`,
    query: new URLSearchParams(),
    body: Buffer.alloc(0),
  })
  async function keep(request: S3ServerRequest, next: Answering): Promise<string> {
    written += 1
    const id = `version.${written}`
    latest.set(placeOf(request), id)
    const aside = asideOf(request, id)
    await next({ ...aside, method: 'PUT', key: '', headers: {} })
    await next({ ...aside, method: 'PUT', headers: { 'x-amz-copy-source': `/${request.bucket}/${request.key}` } })
    return id
  }
  return async (request, next) => {
    if (!behaves(request, 'versioned') || request.key === '') return next(request)
    const asked = request.query.get('versionId')
    const current = latest.get(placeOf(request))
    if (request.method === 'DELETE' && asked !== null) {
      if (asked === current) await next(request)
      return next(asideOf(request, asked))
    }
    const answer = await next(asked === null ? request : asideOf(request, asked))
    if (answer.status >= 300) return answer
    const id = isFinalWrite(request) ? await keep(request, next) : (asked ?? current ?? '')
    return { ...answer, headers: { ...answer.headers, 'x-amz-version-id': id } }
  }
}

/** Troubles that come once for each request and do not come again. */
export function troubles(): Behaviour {
  const met = new Set<string>()
  const isFirst = (request: S3ServerRequest): boolean => {
    const { method, query, headers } = request
    const name = [method, placeOf(request), query, headers['range']].join(' ')
    return !met.has(name) && met.add(name).has(name)
  }
  return async (request, next) => {
    if (request.key === '') return next(request)
    if (behaves(request, 'busy') && isFirst(request)) return refusal(503, 'SlowDown', 'Reduce your request rate')
    if (behaves(request, 'lossy') && isFinalWrite(request) && isFirst(request)) {
      await next(request)
      throw CUT
    }
    return next(request)
  }
}

/** Servers that refuse, take their time, or never answer. */
export const refusals: Behaviour = async (request, next) => {
  const { method, key } = request
  if (behaves(request, 'forbidden') && key !== '') return refusal(403, 'AccessDenied', 'Access Denied')
  if (behaves(request, 'archived') && key !== '' && method === 'GET')
    return refusal(403, 'InvalidObjectState', 'Not in this class')
  if (behaves(request, 'slow')) await setTimeout(10)
  if (behaves(request, 'stalled') && isPart(request)) return never
  if (behaves(request, 'partless') && isPart(request)) return refusal(403, 'AccessDenied', 'Access Denied')
  return next(request)
}

/** Answers that break off in their middle: the first of each, or all of them where the bucket is `cut`. */
export function tornAnswers(): (request: S3ServerRequest) => boolean {
  const met = new Set<string>()
  return (request) => {
    if (request.method !== 'GET' || request.key === '') return false
    const isNew = !met.has(placeOf(request))
    met.add(placeOf(request))
    return behaves(request, 'cut') || (behaves(request, 'torn') && isNew)
  }
}
