import { createHash, timingSafeEqual } from 'node:crypto'
import type { HeaderReader } from './request-guard.ts'

const COOKIE = 'pawl_session'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares digests, which are of one length, in a time that tells nothing of where they differ. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))

/** What the browser keeps instead of the token itself. */
const sessionOf = (token: string): string => digest(`pawl session ${token}`).toString('hex')

export const isToken = (given: unknown, token: string): boolean => typeof given === 'string' && isSame(given, token)

/** `Bearer abc` to `abc`. */
export const bearerOf = (authorization: unknown): string | undefined =>
  typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined

function cookieOf(header: string | null): string | undefined {
  const pair = header?.split(';').find((part) => part.trim().startsWith(`${COOKIE}=`))
  return pair?.trim().slice(COOKIE.length + 1)
}

/** By an Authorization header, or by the cookie that /session has set: browsers cannot send a header with images and WebSockets. */
export function carriesToken(headers: HeaderReader, token: string): boolean {
  const bearer = bearerOf(headers.get('authorization'))
  if (bearer !== undefined) return isToken(bearer, token)
  const session = cookieOf(headers.get('cookie'))
  return session !== undefined && isSame(session, sessionOf(token))
}

export function sessionCookie(token: string, isSecure: boolean): string {
  return `${COOKIE}=${sessionOf(token)}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}

export const endedSessionCookie: string = `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`
