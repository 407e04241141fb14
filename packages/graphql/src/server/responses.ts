import type { Refusal } from './request-guard.ts'

/** For everything that is not meant to be a page: no sniffing, no script, no frame, for this site only. */
export const STRICT_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

export const textResponse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${message}\n`, {
    status,
    headers: { ...STRICT_HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers },
  })

/** GraphQL clients read errors as JSON, also those of the transport. */
export const errorResponse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify({ errors: [{ message }] }), {
    status,
    headers: { ...STRICT_HEADERS, 'content-type': 'application/json; charset=utf-8', ...headers },
  })

export const refusalResponse = ({ status, message }: Refusal): Response =>
  errorResponse(status, message, status === 401 ? { 'www-authenticate': 'Bearer realm="pawl"' } : {})
