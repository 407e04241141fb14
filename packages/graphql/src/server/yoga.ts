import type { Instance } from '@pawl/core/plugin'
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import { BulkOperations } from '../bulk/bulk-operations.ts'
import type { GraphqlContext } from '../context.ts'
import { shownTextOf } from '../output/shown-text.ts'
import { PreviewCache } from '../reads/preview-cache.ts'
import { pawlSchema } from '../schema.ts'
import { runPlans } from '../steps/run-plans.ts'
import { errorMask } from './mask-error.ts'
import type { ResolvedOptions } from './options.ts'
import { useQueryLimits } from './query-limits-plugin.ts'
import { GRAPHQL_PATH } from './routes.ts'

export type PawlYoga = YogaServerInstance<Record<string, never>, GraphqlContext>

/** What yoga itself logs are the errors that the mask has reported already. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

export function pawlYoga(instance: Instance, options: ResolvedOptions, closing: AbortSignal): PawlYoga {
  const shownText = shownTextOf(options.hiddenFolders)
  const mask = errorMask(shownText, options.report)
  const bulk = new BulkOperations({ now: () => instance.clock.now(), describe: (error) => mask(error).message, closing })
  const previews = new PreviewCache(instance.clock)
  const shared = { instance, plans: runPlans(instance.runs), previews, bulk, shownText, closing }
  return createYoga<Record<string, never>, GraphqlContext>({
    schema: pawlSchema(),
    context: ({ request }) => ({ ...shared, origin: request.headers.has('origin') ? 'manual' : 'api' }),
    graphqlEndpoint: GRAPHQL_PATH,
    maskedErrors: { isDev: false, maskError: mask },
    plugins: [useQueryLimits(options.limits)],
    maxRequestBodySize: options.maxBodyBytes,
    batching: false,
    multipart: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: silent,
  })
}
