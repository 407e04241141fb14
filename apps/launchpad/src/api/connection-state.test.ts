import { expect, test } from 'vitest'
import { type ConnectionEvent, type ConnectionState, connectionAfter, reconnectDelayMs } from './connection-state.ts'

const after = (...events: readonly ConnectionEvent[]): ConnectionState =>
  events.reduce<ConnectionState>(connectionAfter, { kind: 'connecting' })

test('a socket that opens is live', () => {
  expect(after({ kind: 'opened' })).toEqual({ kind: 'live' })
})

test('a lost socket says when it will be tried again', () => {
  expect(after({ kind: 'opened' }, { kind: 'closed', at: 10, retryAt: 15 })).toEqual({
    kind: 'reconnecting',
    since: 10,
    retryAt: 15,
  })
})

test('while HTTP answers the page polls, and says since when it is not live', () => {
  const polling = after(
    { kind: 'opened' },
    { kind: 'closed', at: 10, retryAt: 15 },
    { kind: 'closed', at: 20, retryAt: 30 },
    { kind: 'poll-answered', at: 25 },
    { kind: 'closed', at: 40, retryAt: 60 },
  )
  expect(polling).toEqual({ kind: 'polling', since: 10 })
})

test('without HTTP it is offline until either comes back', () => {
  const offline = [
    { kind: 'closed', at: 10, retryAt: 15 },
    { kind: 'poll-failed', at: 20 },
  ] as const
  expect(after(...offline)).toEqual({ kind: 'offline', since: 10 })
  expect(after(...offline, { kind: 'poll-answered', at: 30 })).toEqual({ kind: 'polling', since: 10 })
  expect(after(...offline, { kind: 'opened' })).toEqual({ kind: 'live' })
})

test('a late poll does not make a live page poll', () => {
  expect(after({ kind: 'closed', at: 1, retryAt: 2 }, { kind: 'opened' }, { kind: 'poll-answered', at: 3 })).toEqual({
    kind: 'live',
  })
})

test('tries to reconnect get rarer but never stop', () => {
  expect(reconnectDelayMs(0, 0.5)).toBe(500)
  expect(reconnectDelayMs(3, 0.5)).toBe(4000)
  expect(reconnectDelayMs(99, 0.5)).toBe(15_000)
  expect(reconnectDelayMs(0, 0)).toBeLessThan(reconnectDelayMs(0, 0.99))
})
