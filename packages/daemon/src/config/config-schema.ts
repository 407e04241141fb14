import { z } from 'zod'
import { notificationSchema } from './notification-config.ts'
import type { PawlConfig, ResolvedConfig } from './pawl-config.ts'
import { queueSchema } from './queue-schema.ts'

const milliseconds = z.number().int().min(100, 'at least 100 ms')
const delay = z.number().min(0)
const delayList = z.array(delay).min(1).max(50)
const jitter = z.union([z.literal('full'), z.literal('plus-minus'), z.number().positive()], {
  error: 'must be "full", "plus-minus" or a number above 0',
})
const retryDelay = z.union(
  [
    delay,
    delayList,
    z.strictObject({
      kind: z.literal('exponential'),
      base: z.number().positive(),
      factor: z.number().min(1).default(2),
      max: z.number().positive().optional(),
    }),
    z.strictObject({ kind: z.literal('linear'), base: z.number().positive(), max: z.number().positive().optional() }),
  ],
  { error: 'must be seconds, a list of them, or what exponentialBackoff() or linearBackoff() gives' },
)

const connectionString = z.union([z.string().min(1), z.strictObject({ env: z.string().min(1) })], {
  error: 'must be a connection string (is the variable it comes from set?), or { env: "NAME" } for the variable that holds one',
})
const storage = z
  .strictObject({
    sqlite: z.strictObject({ path: z.string().min(1) }).optional(),
    postgres: z
      .strictObject({
        connectionString,
        schema: z.string().min(1).optional(),
        maxConnections: z.number().int().min(2).max(1_000).optional(),
      })
      .optional(),
  })
  .refine(({ sqlite, postgres }) => (sqlite === undefined) !== (postgres === undefined), {
    error: 'must have either sqlite or postgres',
    when: ({ issues }) => issues.length === 0,
  })

/** Every option of `pawl.config.ts`; all are optional. What is not known is refused: a typing error must not be a default in disguise. */
export const configSchema: z.ZodType<ResolvedConfig, PawlConfig> = z.strictObject({
  locations: z.record(z.string().regex(/^[A-Za-z0-9_]{1,200}$/, 'a name of A-Z a-z 0-9 _'), z.string().min(1)).default({}),
  storage: storage.optional(),
  io: z.strictObject({ baseDirectory: z.string().min(1) }).optional(),
  opRetry: z
    .strictObject({
      maxRetries: z.number().int().min(0),
      delaySeconds: retryDelay.optional(),
      jitter: jitter.optional(),
    })
    .optional(),
  runRetries: z
    .strictObject({
      enabled: z.boolean().default(true),
      maxRetries: z.number().int().min(0).default(0),
      strategy: z.enum(['FROM_FAILURE', 'ALL_STEPS']).default('FROM_FAILURE'),
      retryOnAssetOrOpFailure: z.boolean().default(true),
      delaySeconds: z.union([delay, delayList], { error: 'must be seconds, or a list of them' }).default(0),
      jitter: jitter.optional(),
    })
    .prefault({}),
  queue: queueSchema.prefault({}),
  worker: z
    .strictObject({
      processes: z.number().int().min(1).max(256).optional(),
      runsAtOnce: z.number().int().min(1).max(1_000).default(1),
      memoryLimitMb: z.number().int().min(64).default(1_024),
    })
    .prefault({}),
  monitoring: z
    .strictObject({
      startTimeoutMs: milliseconds.default(60_000),
      abortGraceMs: milliseconds.default(5_000),
      killGraceMs: milliseconds.default(2_000),
      tickMs: milliseconds.default(500),
      leaseMs: milliseconds.default(15_000),
      loadTimeoutMs: milliseconds.default(30_000),
      answerTimeoutMs: milliseconds.default(10_000),
    })
    .prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(4040),
      token: z.string().min(16).optional(),
      allowedHosts: z.array(z.string().min(1)).default([]),
      allowedOrigins: z.array(z.url()).default([]),
      publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    })
    .prefault({}),
  notifications: notificationSchema.prefault({}),
})

/** Types a project's config; gives it back as it is. */
export const defineConfig = (config: PawlConfig): PawlConfig => config
