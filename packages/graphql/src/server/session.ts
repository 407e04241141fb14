import { textResponse } from './responses.ts'
import { bearerOf, endedSessionCookie, isToken, sessionCookie } from './token.ts'

const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

/**
 * Gives a browser its session: `GET /session?token=…` is the link that is printed where the server starts, `POST /session`
 * with a bearer token is for pages, `DELETE /session` ends it. Where no token is asked for there is nothing to give.
 */
export function answerSession(request: Request, url: URL, token: string | null): Response {
  const { method } = request
  if (method === 'DELETE') return new Response(null, { status: 204, headers: { ...HEADERS, 'set-cookie': endedSessionCookie } })
  if (method !== 'GET' && method !== 'POST') return textResponse(405, 'Use GET, POST or DELETE.', { allow: 'GET, POST, DELETE' })
  const done = method === 'GET' ? { status: 303, headers: { ...HEADERS, location: '/' } } : { status: 204, headers: HEADERS }
  if (token === null) return new Response(null, done)
  const given = method === 'GET' ? url.searchParams.get('token') : bearerOf(request.headers.get('authorization'))
  if (!isToken(given, token)) return textResponse(401, 'This is not the token of this server.', HEADERS)
  const cookie = sessionCookie(token, url.protocol === 'https:')
  return new Response(null, { ...done, headers: { ...done.headers, 'set-cookie': cookie } })
}
