import type { LogStream } from '@pawl/core/plugin'

export const GRAPHQL_PATH = '/graphql'
export const ATTACHMENTS_PATH = '/attachments'
export const CAPTURED_LOGS_PATH = '/captured-logs'
export const SESSION_PATH = '/session'

/** Where an attachment of a run is fetched: `/attachments/<runId>/<attachmentId>`. */
export const attachmentPath = (runId: string, attachmentId: string): string =>
  `${ATTACHMENTS_PATH}/${encodeURIComponent(runId)}/${encodeURIComponent(attachmentId)}`

/** Where a captured log is downloaded whole: `/captured-logs/<runId>/<stream>?stepKey=…&attempt=…`. */
export function capturedLogPath(key: {
  readonly runId: string
  readonly stepKey: string | null
  readonly attempt: number | null
  readonly stream: LogStream
}): string {
  const query = new URLSearchParams()
  if (key.stepKey !== null) query.set('stepKey', key.stepKey)
  if (key.attempt !== null) query.set('attempt', String(key.attempt))
  const search = query.size === 0 ? '' : `?${query}`
  return `${CAPTURED_LOGS_PATH}/${encodeURIComponent(key.runId)}/${key.stream}${search}`
}
