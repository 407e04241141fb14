/** A request to the server, its body whole. */
export interface S3ServerRequest {
  readonly method: string
  readonly bucket: string
  /** As it stands in the URL; empty for requests to the bucket itself. */
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface S3ServerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type Answering = (request: S3ServerRequest) => Promise<S3ServerAnswer>
/** A behaviour: answers itself, or lets what stands behind it answer. */
export type Behaviour = (request: S3ServerRequest, next: Answering) => Promise<S3ServerAnswer>

export const xml = (status: number, text: string): S3ServerAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`),
})

export const refusal = (status: number, code: string, message: string = code): S3ServerAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`)

/** What makes an object appear. */
export const isFinalWrite = ({ method, key, query }: S3ServerRequest): boolean =>
  key !== '' && ((method === 'PUT' && !query.has('uploadId')) || (method === 'POST' && query.has('uploadId')))

export const isPart = ({ method, query }: S3ServerRequest): boolean => method === 'PUT' && query.has('partNumber')
