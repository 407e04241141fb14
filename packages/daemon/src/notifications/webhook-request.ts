import { FrameworkError } from '@pawl/core/plugin'
import type { ConfiguredSecret, ResolvedWebhook } from '../config/notification-config.ts'

export interface WebhookRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Texts that no message may show. */
  readonly secrets: readonly string[]
}

/** Shorter ones are no secrets, and masking them would make messages unreadable. */
const SHORTEST_SECRET = 4

const notSet = (variable: string): FrameworkError =>
  new FrameworkError('NO_WEBHOOK_SECRET', {
    message: `the environment variable ${variable} is not set, which "notifications.webhook" takes a value from`,
    details: { variable },
  })

function resolved(secret: ConfiguredSecret, environment: NodeJS.ProcessEnv): string {
  if (typeof secret === 'string') return secret
  const value = environment[secret.env]
  if (value === undefined || value === '') throw notSet(secret.env)
  return value
}

function parsedUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text)
    if (url.protocol === 'http:' || url.protocol === 'https:') return url
  }
  throw new FrameworkError('INVALID_WEBHOOK_URL', { message: 'its url is no http or https URL' })
}

/** The path and query of a webhook's URL are often what gives the right to use it. */
const secretsOf = ({ pathname, search, username, password, href }: URL, headers: readonly string[]): readonly string[] =>
  [href, `${pathname}${search}`, search, pathname, decodeURIComponent(password), password, username, ...headers]
    .filter((text) => text.length >= SHORTEST_SECRET)
    .toSorted((one, other) => other.length - one.length)

/** What is to be posted. @throws FrameworkError NO_WEBHOOK_SECRET, INVALID_WEBHOOK_URL */
export function webhookRequest(
  { url: given, headers: configured }: Pick<ResolvedWebhook, 'url' | 'headers'>,
  document: { readonly deliveryId: string },
  { environment, userAgent }: { readonly environment: NodeJS.ProcessEnv; readonly userAgent: string },
): WebhookRequest {
  const whole = parsedUrl(resolved(given, environment))
  const own = Object.entries(configured).map(([name, value]) => [name.toLowerCase(), resolved(value, environment)] as const)
  const secrets = secretsOf(
    whole,
    own.map(([, value]) => value),
  )
  const { username, password } = whole
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
  const url = new URL(whole)
  // fetch takes no URL with a password in it.
  url.username = ''
  url.password = ''
  return {
    url,
    headers: {
      'user-agent': userAgent,
      ...authorization,
      ...Object.fromEntries(own),
      'content-type': 'application/json',
      'pawl-delivery-id': document.deliveryId,
    },
    body: JSON.stringify(document),
    secrets,
  }
}

/** A message without what it must not show. */
export const masked = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message)
