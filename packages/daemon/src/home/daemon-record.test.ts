import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAEMON_HEADER, findDaemon, removeDaemonRecord, writeDaemonRecord } from './daemon-record.ts'

let home: string
let server: Server

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'pawl-home-'))
  server = createServer((_, response) => response.setHeader(DAEMON_HEADER, 'one').end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const { pid } = process

test('a daemon is found by its record while it answers with its id', async () => {
  expect(await findDaemon({ home })).toBeUndefined()
  writeDaemonRecord(home, { id: 'one', pid, url: url() })
  expect(await findDaemon({ home })).toEqual({ id: 'one', pid, url: url() })
})

test('the record is for this user only, and nothing unfinished is left beside it', () => {
  writeDaemonRecord(home, { id: 'one', pid, url: url() })
  expect(readdirSync(home)).toEqual(['daemon.json'])
  expect(statSync(join(home, 'daemon.json')).mode & 0o077).toBe(0)
})

test('another daemon at the same address is not taken for it', async () => {
  writeDaemonRecord(home, { id: 'other', pid, url: url() })
  expect(await findDaemon({ home })).toBeUndefined()
})

test('a process that is gone is no daemon, whoever has its address now', async () => {
  writeDaemonRecord(home, { id: 'one', pid: 2 ** 22 + 1, url: url() })
  expect(await findDaemon({ home })).toBeUndefined()
})

test('nobody answering is no daemon', async () => {
  writeDaemonRecord(home, { id: 'one', pid, url: 'http://127.0.0.1:1' })
  expect(await findDaemon({ home })).toBeUndefined()
})

test('a daemon that stops leaves the record of the one after it', () => {
  writeDaemonRecord(home, { id: 'two', pid, url: url() })
  removeDaemonRecord(home, 'one')
  expect(existsSync(join(home, 'daemon.json'))).toBe(true)
  removeDaemonRecord(home, 'two')
  expect(existsSync(join(home, 'daemon.json'))).toBe(false)
})
