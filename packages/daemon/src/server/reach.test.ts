import { expect, test } from 'vitest'
import { serverReach } from './reach.ts'

const TOKEN = 'sixteen-characters'
const loopback = { host: '127.0.0.1' }
const reach = (server: { host: string; token?: string }, environment: Record<string, string> = {}, host?: string) =>
  serverReach(server, { host, environment })

test('on the loopback no token is needed', () => {
  expect(reach(loopback)).toEqual({ host: '127.0.0.1', token: null })
  expect(reach(loopback, {}, '::1')).toEqual({ host: '::1', token: null })
})

test.each(['0.0.0.0', '::', '192.168.1.5', 'example.com'])('%s is refused without a token', (host) => {
  expect(() => reach(loopback, {}, host)).toThrow(/would be reached from other machines/)
  expect(() => reach({ host })).toThrow(/would be reached from other machines/)
  expect(reach({ host, token: TOKEN })).toEqual({ host, token: TOKEN })
  expect(reach({ host }, { PAWL_TOKEN: TOKEN })).toEqual({ host, token: TOKEN })
})

test('an empty token is none, and a short one is refused', () => {
  expect(() => reach({ host: '0.0.0.0' }, { PAWL_TOKEN: '' })).toThrow(/would be reached/)
  expect(() => reach(loopback, { PAWL_TOKEN: 'short' })).toThrow(/at least 16 characters/)
})

test('the environment overrules the config', () => {
  expect(reach({ ...loopback, token: TOKEN }, { PAWL_TOKEN: `${TOKEN}-2` }).token).toBe(`${TOKEN}-2`)
})
