import type { RequestListener } from 'node:http'
import { createServerAdapter } from '@whatwg-node/server'

/** A fetch handler as the request listener of a node:http server. */
export const nodeListener = (fetch: (request: Request) => Promise<Response>): RequestListener =>
  createServerAdapter((request: Request) => fetch(request))
