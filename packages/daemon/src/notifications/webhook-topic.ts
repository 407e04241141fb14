import { createHash } from 'node:crypto'
import type { ResolvedWebhook } from '../config/notification-config.ts'

const KIND = 'webhook:'

/** The first characters of a hash: enough to tell a project's webhooks apart, and no way back to a secret in the URL. */
const HASH_LENGTH = 12

/** What a webhook's notifications are filed under. It stays the same when webhooks are added, removed or put in another order. */
export function webhookTopic({ name, url }: Pick<ResolvedWebhook, 'name' | 'url'>): string {
  if (name !== undefined) return `${KIND}${name}`
  if (typeof url !== 'string') return `${KIND}${url.env}`
  return `${KIND}${createHash('sha256').update(url).digest('hex').slice(0, HASH_LENGTH)}`
}
