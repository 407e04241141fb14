import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import regions from './regions.json' with { type: 'json' }

export interface RegionsServer extends AsyncDisposable {
  /** Where the regions are. */
  readonly url: string
}

const PATH = '/regions.json'

/** Before each answer it fails as often as it is told: every run that asks meets the same failures. */
function flakyRegions(failures: number): RequestListener {
  let failed = 0
  return (request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.url !== PATH) return answer(404, { message: 'There is nothing here.' })
    if (failed < failures) {
      failed += 1
      return answer(503, { message: 'Busy. Ask again.' })
    }
    failed = 0
    answer(200, regions)
  }
}

/** A web service on this machine only that knows the regions of the states, and is down now and then. Port 0 takes any free one. */
export async function startRegionsServer(options: { readonly failures: number; readonly port?: number }): Promise<RegionsServer> {
  const server = createServer(flakyRegions(options.failures))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
