import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunEndDocument } from '../src/notifications/run-end-document.ts'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly document: RunEndDocument
}

/** A status, with a header of that answer where one is asked for; or no answer at all. */
export type Answer = number | 'never' | { readonly status: number; readonly location: string }

/** A web server on loopback that is posted notifications; each answer is chosen by a test. */
export class WebhookReceiver implements AsyncDisposable {
  readonly received: Received[] = []
  readonly #server: Server
  #url = ''

  private constructor(answerTo: (received: Received, count: number) => Answer) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const document = JSON.parse(Buffer.concat(chunks).toString()) as RunEndDocument
        const received = { path: request.url ?? '', headers: request.headers, document }
        const answer = answerTo(received, this.received.push(received))
        if (answer === 'never') return
        if (typeof answer === 'number') response.writeHead(answer).end()
        else response.writeHead(answer.status, { location: answer.location }).end()
      })
    })
  }

  /** `answerTo` is given how many it has received by then. */
  static async start(answerTo: (received: Received, count: number) => Answer = () => 204): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(answerTo)
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    receiver.#url = `http://127.0.0.1:${(receiver.#server.address() as AddressInfo).port}`
    return receiver
  }

  get url(): string {
    return this.#url
  }

  /** What was received of a run, in order. */
  of(runId: string): readonly Received[] {
    return this.received.filter(({ document }) => document.run.runId === runId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
