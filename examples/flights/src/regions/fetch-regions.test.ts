import { expect, test } from 'vitest'
import { startRegionsServer } from '../../demo/regions-server.ts'
import { fetchRegions, isTemporary, RegionServiceError } from './fetch-regions.ts'

const never = new AbortController().signal
const failureOf = (attempt: Promise<unknown>): Promise<unknown> => attempt.then(() => undefined).catch((error: unknown) => error)

test('a service that is down is worth another try, and answers the third', async () => {
  await using server = await startRegionsServer({ failures: 2 })
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const failure = await failureOf(fetchRegions(server.url, never))
    expect(failure).toMatchObject({ name: 'RegionServiceError', status: 503 })
    expect(isTemporary(failure)).toBe(true)
  }
  expect(await fetchRegions(server.url, never)).toMatchObject({ CA: 'West', NY: 'Northeast', PR: 'Territories' })
})

test('each run meets the same failures: after an answer the service fails again', async () => {
  await using server = await startRegionsServer({ failures: 1 })
  const statuses: number[] = []
  for (let request = 0; request < 4; request += 1) statuses.push((await fetch(server.url)).status)
  expect(statuses).toEqual([503, 200, 503, 200])
})

test('a page that is not there will not be there either the next time', async () => {
  await using server = await startRegionsServer({ failures: 0 })
  const failure = await failureOf(fetchRegions(new URL('/elsewhere', server.url).href, never))
  expect(failure).toMatchObject({ status: 404 })
  expect(isTemporary(failure)).toBe(false)
})

test('a refused connection is worth another try', async () => {
  const server = await startRegionsServer({ failures: 0 })
  await server[Symbol.asyncDispose]()
  expect(isTemporary(await failureOf(fetchRegions(server.url, never)))).toBe(true)
})

test('other errors are not temporary; a busy service is', () => {
  expect(isTemporary(new Error('no'))).toBe(false)
  expect(isTemporary(new RegionServiceError('http://127.0.0.1/', 429))).toBe(true)
})
