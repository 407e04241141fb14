import type { ReportError } from './mask-error.ts'
import type { QueryLimits } from './query-cost.ts'
import type { GuardOptions } from './request-guard.ts'

export interface GraphqlHandlerOptions extends Partial<GuardOptions> {
  /** Serves GraphiQL to browsers that open /graphql. Default false. */
  readonly graphiql?: boolean
  /** Folders of the server whose names are taken out of the text of errors: the project's, Pawl's own, the home. */
  readonly hiddenFolders?: readonly string[]
  /** Default: depth 14, cost 100,000, aliases 60, tokens 5,000. */
  readonly limits?: Partial<QueryLimits & { readonly tokens: number }>
  /** Of a request, and of a message over a WebSocket. Default 2 MiB. */
  readonly maxBodyBytes?: number
  /** Told of errors that clients are not told of. Default: console.error. */
  readonly report?: ReportError
}

export interface ResolvedOptions extends GuardOptions {
  readonly graphiql: boolean
  readonly hiddenFolders: readonly string[]
  readonly limits: QueryLimits & { readonly tokens: number }
  readonly maxBodyBytes: number
  readonly report: ReportError
}

export const resolveOptions = (options: GraphqlHandlerOptions): ResolvedOptions => ({
  allowedHosts: options.allowedHosts ?? [],
  allowedOrigins: options.allowedOrigins ?? [],
  token: options.token ?? null,
  graphiql: options.graphiql ?? false,
  hiddenFolders: options.hiddenFolders ?? [],
  limits: { depth: 14, cost: 100_000, aliases: 60, tokens: 5000, ...options.limits },
  maxBodyBytes: options.maxBodyBytes ?? 2 * 1024 * 1024,
  report: options.report ?? ((message, error) => console.error(message, error)),
})
