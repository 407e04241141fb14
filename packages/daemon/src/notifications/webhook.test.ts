import { systemClock } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { WebhookReceiver } from '../../test/webhook-receiver.ts'
import type { ResolvedWebhook } from '../config/notification-config.ts'
import { postWebhook } from './post-webhook.ts'
import { webhookRequest } from './webhook-request.ts'
import { webhookTopic } from './webhook-topic.ts'

const environment = { HOOK: 'https://example.com/services/T0K3N-of-the-hook', TOKEN: 'Bearer very-secret' }
const DOCUMENT = { deliveryId: 'run:webhook:ops', run: { runId: 'run' } }

const requestOf = (webhook: Partial<ResolvedWebhook>, document: { readonly deliveryId: string } = DOCUMENT) =>
  webhookRequest({ url: 'https://example.com/', headers: {}, ...webhook }, document, { environment, userAgent: 'pawl/1' })

const post = (url: string, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<void> =>
  postWebhook(requestOf({ url }), {
    fetch,
    clock: systemClock,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...options,
  })

test('url and headers come from the environment where the config says so', () => {
  const { url, headers } = requestOf({ url: { env: 'HOOK' }, headers: { Authorization: { env: 'TOKEN' }, 'X-Team': 'ops' } })
  expect(url.href).toBe(environment.HOOK)
  expect(headers).toEqual({
    'user-agent': 'pawl/1',
    authorization: 'Bearer very-secret',
    'x-team': 'ops',
    'content-type': 'application/json',
    'pawl-delivery-id': 'run:webhook:ops',
  })
})

test('a variable that is not set is named, and a url that is none is refused', () => {
  expect(() => requestOf({ url: { env: 'NOTHING' } })).toThrow('the environment variable NOTHING is not set')
  expect(() =>
    webhookRequest({ url: { env: 'X' }, headers: {} }, DOCUMENT, { environment: { X: 'ftp://h/' }, userAgent: '' }),
  ).toThrow('no http or https URL')
})

test('a user and a password in the url become a header', () => {
  const { url, headers } = requestOf({ url: 'https://me:pass%20word@example.com/' })
  expect(url.href).toBe('https://example.com/')
  expect(headers['authorization']).toBe(`Basic ${Buffer.from('me:pass word').toString('base64')}`)
})

test('nobody reads a secret in what is wrong with a delivery', async () => {
  const failing = (async (url: URL) => {
    throw new TypeError(`cannot reach ${url.href} with Bearer very-secret`)
  }) as unknown as typeof fetch
  const request = requestOf({ url: { env: 'HOOK' }, headers: { authorization: { env: 'TOKEN' } } })
  const posting = postWebhook(request, {
    fetch: failing,
    clock: systemClock,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
  })
  await expect(posting).rejects.toThrow('cannot reach *** with ***')
})

test('a webhook’s topic has no secret in it, and does not depend on its place in a list', () => {
  expect(webhookTopic({ name: 'ops', url: environment.HOOK })).toBe('webhook:ops')
  expect(webhookTopic({ url: { env: 'HOOK' } })).toBe('webhook:HOOK')
  expect(webhookTopic({ url: environment.HOOK })).toMatch(/^webhook:[0-9a-f]{12}$/)
  expect(webhookTopic({ url: environment.HOOK })).not.toBe(webhookTopic({ url: 'https://example.com/' }))
})

test('any 2xx answer is a delivery, anything else is none', async () => {
  const answers = [200, 204, 400, 500]
  await using receiver = await WebhookReceiver.start(() => answers.shift() ?? 204)
  await post(receiver.url)
  await post(receiver.url)
  await expect(post(receiver.url)).rejects.toThrow('it answered 400')
  await expect(post(receiver.url)).rejects.toThrow('it answered 500')
  expect(receiver.received[0]?.document).toEqual(DOCUMENT)
})

test('a redirect is followed on the same host, with the body, and nowhere else', async () => {
  await using other = await WebhookReceiver.start()
  await using receiver = await WebhookReceiver.start(({ path }) => {
    if (path === '/moved') return { status: 308, location: '/here' }
    if (path === '/away') return { status: 307, location: `${other.url}/` }
    if (path === '/seen') return { status: 303, location: '/here' }
    return path === '/loop' ? { status: 307, location: '/loop' } : 204
  })
  await post(`${receiver.url}/moved`)
  expect(receiver.received.map(({ path, document }) => [path, document.deliveryId])).toEqual([
    ['/moved', DOCUMENT.deliveryId],
    ['/here', DOCUMENT.deliveryId],
  ])
  await expect(post(`${receiver.url}/away`)).rejects.toThrow('it answered 307')
  await expect(post(`${receiver.url}/seen`)).rejects.toThrow('it answered 303')
  await expect(post(`${receiver.url}/loop`)).rejects.toThrow('it answered 307')
  expect(other.received).toEqual([])
})

test('one that does not answer in time, is not there, or is no longer waited for', async () => {
  await using receiver = await WebhookReceiver.start(() => 'never')
  await expect(post(receiver.url, { timeoutMs: 100 })).rejects.toThrow('it did not answer within 0.1 s')
  await expect(post(receiver.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow('was stopped before it answered')
  await receiver[Symbol.asyncDispose]()
  await expect(post(receiver.url)).rejects.toThrow(/fetch failed: ./)
})
