import { type CapturedLogKey, type CapturedLogs, isFrameworkError } from '@pawl/core/plugin'
import { capturedLogKey } from '../reads/fetch-captured-logs.ts'
import { STRICT_HEADERS, textResponse } from './responses.ts'
import { CAPTURED_LOGS_PATH } from './routes.ts'

const SLICE_BYTES = 256 * 1024

function keyOf(url: URL): CapturedLogKey | undefined {
  const [runId = '', stream = '', ...rest] = url.pathname.slice(CAPTURED_LOGS_PATH.length + 1).split('/')
  if ((stream !== 'stdout' && stream !== 'stderr') || rest.length > 0) return undefined
  const attempt = url.searchParams.get('attempt')
  try {
    return capturedLogKey({
      runId,
      stream,
      stepKey: url.searchParams.get('stepKey'),
      attempt: attempt === null ? null : Number(attempt),
    })
  } catch (error) {
    if (isFrameworkError(error, 'INVALID_LOG_KEY')) return undefined
    throw error
  }
}

function fileName({ runId, stepKey, attempt, stream }: CapturedLogKey): string {
  const parts = [runId, stepKey?.replaceAll(/[^A-Za-z0-9_.]/g, '-'), attempt, stream]
  return `${parts.filter((part) => part !== null && part !== undefined).join('.')}.log`
}

/** The log as it is now, slice by slice, so that a large one is never held whole. */
function logStream(logs: CapturedLogs, key: CapturedLogKey): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let offset = 0
  return new ReadableStream({
    async pull(controller) {
      const slice = await logs.readLog(key, { offset, limitBytes: SLICE_BYTES })
      if (slice.nextOffset <= offset) return controller.close()
      offset = slice.nextOffset
      controller.enqueue(encoder.encode(slice.text))
    },
  })
}

/** `GET /captured-logs/<runId>/<stream>?stepKey=…&attempt=…`: a whole captured log as a file. */
export function answerCapturedLog(logs: CapturedLogs, request: Request, url: URL): Response {
  if (request.method !== 'GET') return textResponse(405, 'Use GET.', { allow: 'GET' })
  const key = keyOf(url)
  if (key === undefined) return textResponse(404, 'There is no such log.')
  const headers = {
    ...STRICT_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName(key)}"`,
    'cache-control': 'no-store',
  }
  return new Response(logStream(logs, key), { headers })
}
