import type { Clock } from '@pawl/core/plugin'
import { serializeError } from '@pawl/core/plugin'
import { masked, type WebhookRequest } from './webhook-request.ts'

export interface PostOptions {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs: number
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

const MOST_REDIRECTS = 3
/** Those that ask for the same request again; any other would lose the body. */
const KEEPS_METHOD: ReadonlySet<number> = new Set([307, 308])

/** Another host must not get what was meant for this one: what is told, and the headers with it. */
function redirectedTo({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location')
  if (!KEEPS_METHOD.has(status) || location === null || !URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from)
  return to.origin === from.origin ? to : undefined
}

async function post(request: WebhookRequest, options: PostOptions, signal: AbortSignal): Promise<void> {
  const { headers, body } = request
  let { url } = request
  for (let redirects = 0; ; redirects++) {
    const response = await options.fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    // Nobody reads it, and an answer that never ends must not hold the connection.
    await response.body?.cancel()
    if (response.ok) return
    const next = redirects < MOST_REDIRECTS ? redirectedTo(response, url) : undefined
    if (next === undefined) throw new Error(`it answered ${response.status}`)
    url = next
  }
}

/** Of a failed fetch the cause says more than the error itself. */
function messageOf(error: unknown): string {
  const { message, cause } = serializeError(error)
  return cause === undefined ? message : `${message}: ${cause.message || (cause.code ?? cause.name)}`
}

/** Posts a JSON document; anything but a 2xx answer in time is an error. @throws Error with a message that shows no secret */
export async function postWebhook(request: WebhookRequest, options: PostOptions): Promise<void> {
  const { clock, timeoutMs, signal } = options
  const late = new AbortController()
  const over = new AbortController()
  void clock.sleep(timeoutMs, over.signal).then(() => {
    if (!over.signal.aborted) late.abort()
  })
  try {
    await post(request, options, AbortSignal.any([late.signal, signal]))
  } catch (error) {
    if (late.signal.aborted) throw new Error(`it did not answer within ${timeoutMs / 1_000} s`)
    if (signal.aborted) throw new Error('this process was stopped before it answered')
    throw new Error(masked(messageOf(error), request.secrets))
  } finally {
    over.abort()
  }
}
