import { type CapturedLogs, isRunId } from '@pawl/core/plugin'
import { STRICT_HEADERS, textResponse } from './responses.ts'
import { ATTACHMENTS_PATH } from './routes.ts'

/** Shown by a browser as a picture; an SVG runs no script under the policy it comes with. */
const IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/svg+xml'])
/** Downloaded, but said to be what they are. */
const TEXTS: ReadonlySet<string> = new Set(['application/json', 'text/markdown', 'text/plain', 'text/csv'])
const SAFE_ID = /^[A-Za-z0-9._-]{1,200}$/

function contentHeaders(mediaType: string, attachmentId: string): Record<string, string> {
  const [type = ''] = mediaType.toLowerCase().split(';')
  const bare = type.trim()
  if (IMAGES.has(bare)) return { 'content-type': bare }
  const contentType = TEXTS.has(bare) ? `${bare}; charset=utf-8` : 'application/octet-stream'
  return { 'content-type': contentType, 'content-disposition': `attachment; filename="${attachmentId}"` }
}

/** `GET /attachments/<runId>/<attachmentId>`: metadata too large for an event. Written once, so it may be kept for good. */
export async function answerAttachment(logs: CapturedLogs, request: Request, url: URL): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return textResponse(405, 'Use GET.', { allow: 'GET, HEAD' })
  const [runId = '', attachmentId = '', ...rest] = url.pathname.slice(ATTACHMENTS_PATH.length + 1).split('/')
  const isSafe = isRunId(runId) && SAFE_ID.test(attachmentId) && !attachmentId.startsWith('.') && rest.length === 0
  const found = isSafe ? await logs.readAttachment(runId, attachmentId) : undefined
  if (found === undefined) return textResponse(404, 'There is no such attachment.')
  const headers = {
    ...STRICT_HEADERS,
    ...contentHeaders(found.mediaType, attachmentId),
    'content-length': String(found.content.byteLength),
    'cache-control': 'private, max-age=31536000, immutable',
  }
  return new Response(request.method === 'HEAD' ? null : found.content, { headers })
}
