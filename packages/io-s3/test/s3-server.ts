// A program for a thread of its own: what a server holds must not count as held by the manager that is tested.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { parentPort } from 'node:worker_threads'
import { buildApp } from 'fauxqs'
import { CUT, conditionalWrites, openUploads, refusals, tornAnswers, troubles, versions } from './behaviours.ts'
import type { Answering, Behaviour, S3ServerRequest } from './s3-request.ts'

const emulator = buildApp({ logger: false })
const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const

const emulated: Answering = async ({ method, bucket, key, query, headers, body }) => {
  const url = `/${bucket}/${key}${query.size === 0 ? '' : `?${query}`}`
  const known = methods.find((one) => one === method) ?? 'GET'
  const { statusCode, headers: answered, rawPayload } = await emulator.inject({ method: known, url, headers, payload: body })
  const texts = Object.entries(answered).map(([name, value]) => [name, String(value)] as const)
  return { status: statusCode, headers: Object.fromEntries(texts), body: rawPayload }
}

// The first is asked first.
const behaviours: readonly Behaviour[] = [refusals, troubles(), openUploads(), conditionalWrites(), versions()]
const answer = behaviours.reduceRight<Answering>((next, behaviour) => (request) => behaviour(request, next), emulated)
const isTorn = tornAnswers()

async function requestOf(message: IncomingMessage): Promise<S3ServerRequest> {
  const [path = '', search = ''] = (message.url ?? '').split('?')
  const [, bucket = '', ...key] = path.split('/')
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]))
  const query = new URLSearchParams(search)
  return { method: message.method ?? '', bucket, key: key.join('/'), query, headers, body: await buffer(message) }
}

const underWay = new Map<string, number>()
const most = new Map<string, number>()
const seen = new Map<string, string[]>()

function began({ method, bucket, key }: S3ServerRequest): void {
  const now = (underWay.get(bucket) ?? 0) + 1
  underWay.set(bucket, now)
  most.set(bucket, Math.max(now, most.get(bucket) ?? 0))
  const before = seen.get(bucket) ?? []
  before.push(key === '' ? `${method} bucket` : method)
  seen.set(bucket, before)
}

async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await requestOf(message)
  if (request.bucket === '-') {
    const figures = { most: most.get(request.key) ?? 0, seen: seen.get(request.key) ?? [] }
    seen.delete(request.key)
    response.end(JSON.stringify(figures))
    return
  }
  began(request)
  try {
    const { status, headers, body } = await answer(request)
    response.writeHead(status, headers)
    if (!isTorn(request) || status >= 300) return void response.end(body)
    response.write(body.subarray(0, body.byteLength / 2), () => response.destroy())
  } catch (error) {
    if (error !== CUT) throw error
    response.destroy()
  } finally {
    underWay.set(request.bucket, (underWay.get(request.bucket) ?? 1) - 1)
  }
}

const server = createServer((message, response) => void respond(message, response))
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
