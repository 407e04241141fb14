import type { NotifiedEnd } from '@pawl/core/plugin'
import { z } from 'zod'
import { webhookTopic } from '../notifications/webhook-topic.ts'

/** A text, or the environment variable of the daemon that has it: for what must not stand in a file. */
export type ConfiguredSecret = string | { readonly env: string }

export interface WebhookConfig {
  /** Tells it from others in delivery ids and messages; default: made of the url. */
  readonly name?: string | undefined
  /** Where a JSON document is posted. */
  readonly url: ConfiguredSecret
  readonly headers?: Record<string, ConfiguredSecret> | undefined
  /** Default `['failure', 'success']`. */
  readonly on?: NotifiedEnd[] | undefined
  /** Default false: a failure that an automatic retry follows is not told of. */
  readonly evenIfRetried?: boolean | undefined
}

/** Who is told of the ends of runs, besides the handlers in the project's code. */
export interface NotificationConfig {
  readonly webhook?: WebhookConfig | WebhookConfig[] | undefined
  /** For a webhook to answer, or a handler to end; 100 at least, default 10 000. */
  readonly timeoutMs?: number | undefined
}

export interface ResolvedWebhook {
  readonly name?: string | undefined
  readonly url: ConfiguredSecret
  readonly headers: Record<string, ConfiguredSecret>
  readonly on: NotifiedEnd[]
  readonly evenIfRetried: boolean
}

export interface ResolvedNotifications {
  readonly webhooks: readonly ResolvedWebhook[]
  readonly timeoutMs: number
}

const variable = z.strictObject({ env: z.string().regex(/^[A-Za-z0-9_]+$/, 'the name of a variable') })

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL, or { env } naming the variable that has it' })

const webhook = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'a name of A-Z a-z 0-9 _ -')
    .optional(),
  url: z.union([httpUrl, variable]),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'the name of a header'), z.union([z.string(), variable])).default({}),
  on: z
    .array(z.enum(['failure', 'success', 'canceled']))
    .min(1)
    .default(['failure', 'success']),
  evenIfRetried: z.boolean().default(false),
})

export const notificationSchema: z.ZodType<ResolvedNotifications, NotificationConfig> = z
  .strictObject({
    webhook: z.union([webhook, z.array(webhook)]).optional(),
    timeoutMs: z.number().int().min(100, 'at least 100 ms').default(10_000),
  })
  .refine(({ webhook: given = [] }) => !Array.isArray(given) || new Set(given.map(webhookTopic)).size === given.length, {
    error: 'has the same webhook twice; give each a "name" of its own',
    path: ['webhook'],
    when: ({ issues }) => issues.length === 0,
  })
  .transform(({ webhook: given = [], timeoutMs }) => ({ webhooks: Array.isArray(given) ? given : [given], timeoutMs }))
