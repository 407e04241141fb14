import type { IncomingMessage, ServerResponse } from 'node:http'
import { launchpadContentSecurityPolicy } from '@pawl/launchpad'
import sirv from 'sirv'

export type ServeFiles = (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void

/**
 * Serves a folder of built files; a path that names none gets the page, whose own routes know it. The page runs its own scripts and nothing
 * else; what ops have produced is shown as images and text.
 */
export const staticFiles = (directory: string): ServeFiles =>
  sirv(directory, {
    single: true,
    etag: true,
    setHeaders(response, path) {
      response.setHeader('content-security-policy', launchpadContentSecurityPolicy)
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('referrer-policy', 'same-origin')
      // The names of assets hold their content's hash.
      const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      response.setHeader('cache-control', caching)
    },
  })
