import { carriesToken } from './token.ts'

/** How a request's headers are read, whether it came as a `Request` or as an upgrade. */
export interface HeaderReader {
  get(name: string): string | null
}

export interface GuardOptions {
  /** Names, without port, under which the server may be reached besides those of the loopback. */
  readonly allowedHosts: readonly string[]
  /** Whole origins, such as `https://pawl.example.com`, of pages besides the server's own: for a proxy that rewrites Host. */
  readonly allowedOrigins: readonly string[]
  /** Whoever asks must know it; null where everyone who reaches the server may. */
  readonly token: string | null
}

export interface Refusal {
  readonly status: 400 | 401 | 403
  /** Names the culprit and the way out. */
  readonly message: string
}

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

function hostName(host: string): string | undefined {
  try {
    return new URL(`http://${host}`).hostname
  } catch {
    return undefined
  }
}

/** A page of another name that DNS points at this machine must not be served: its scripts would speak for the user. */
function wrongHost(headers: HeaderReader, { allowedHosts }: GuardOptions): Refusal | undefined {
  const host = headers.get('host')
  const name = host === null ? undefined : hostName(host)
  if (host === null || name === undefined) return { status: 400, message: 'The request has no valid Host header.' }
  if (LOOPBACK.test(name) || allowedHosts.some((allowed) => allowed.toLowerCase() === name)) return undefined
  return {
    status: 403,
    message: `This server does not answer for the host "${name}". Add it to server.allowedHosts if it should.`,
  }
}

function isOwnOrigin(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host
  } catch {
    return false
  }
}

/** Browsers say where a request comes from; other programs say nothing and are no danger to a user's browser. */
function wrongOrigin(headers: HeaderReader, { allowedOrigins }: GuardOptions): Refusal | undefined {
  const origin = headers.get('origin')
  if (origin !== null) {
    if (allowedOrigins.includes(origin) || isOwnOrigin(origin, headers.get('host') ?? '')) return undefined
    const shown = origin.slice(0, 200)
    return {
      status: 403,
      message: `Pages of "${shown}" may not use this server. Add the origin to server.allowedOrigins if they should.`,
    }
  }
  const site = headers.get('sec-fetch-site')
  const isForeign = site === 'cross-site' || site === 'same-site'
  if (!isForeign || headers.get('sec-fetch-mode') === 'navigate') return undefined
  return { status: 403, message: 'Pages of other sites may not use this server.' }
}

const NO_TOKEN: Refusal = {
  status: 401,
  message: 'Send the token of this server as "Authorization: Bearer <token>", or open /session?token=<token> in a browser.',
}

/** Whether a request may be answered; undefined when it may. The token is checked last, so that it cannot be probed from a foreign page. */
export function refuseRequest(headers: HeaderReader, options: GuardOptions): Refusal | undefined {
  const refusal = refuseSource(headers, options)
  if (refusal !== undefined) return refusal
  return options.token === null || carriesToken(headers, options.token) ? undefined : NO_TOKEN
}

/** As {@link refuseRequest}, but whoever comes from the right place need not know the token. */
export const refuseSource = (headers: HeaderReader, options: GuardOptions): Refusal | undefined =>
  wrongHost(headers, options) ?? wrongOrigin(headers, options)
