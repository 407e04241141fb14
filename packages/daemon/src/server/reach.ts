import { FrameworkError } from '@pawl/core/plugin'
import type { ResolvedConfig } from '../config/pawl-config.ts'

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])
/** Also of `server.token`: a shorter one could be found by trying. */
const SHORTEST_TOKEN = 16

/**
 * Where the server listens and what it asks for.
 * @throws FrameworkError TOKEN_NEEDED when other machines could reach it without one, INVALID_TOKEN
 */
export function serverReach(
  { host: configured, token: configuredToken }: Pick<ResolvedConfig['server'], 'host' | 'token'>,
  given: { readonly host: string | undefined; readonly environment: NodeJS.ProcessEnv },
): { readonly host: string; readonly token: string | null } {
  const host = given.host ?? configured
  // An empty variable is none: taken as a token, everyone would know it.
  const token = given.environment['PAWL_TOKEN'] || configuredToken
  if (token !== undefined && token.length < SHORTEST_TOKEN) {
    throw new FrameworkError('INVALID_TOKEN', {
      message: `PAWL_TOKEN is too short: a token has at least ${SHORTEST_TOKEN} characters.`,
    })
  }
  if (LOOPBACK.has(host) || token !== undefined) return { host, token: token ?? null }
  throw new FrameworkError('TOKEN_NEEDED', {
    message: `The server would be reached from other machines at "${host}" by anyone. Set server.token in pawl.config.ts, or PAWL_TOKEN, or listen on 127.0.0.1.`,
  })
}
