import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectChannel, messageChannel } from './message-channel.ts'

type Message = { readonly text: string }

const folder = mkdtempSync(join(tmpdir(), 'channel-'))
const path = join(folder, 'socket')
let server: Server
let onSocket: (socket: Socket) => void

beforeAll(async () => {
  server = createServer((socket) => onSocket(socket))
  await new Promise<void>((resolve) => server.listen(path, resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** Both ends of a connection. */
async function pair() {
  const accepted = new Promise<Socket>((resolve) => {
    onSocket = resolve
  })
  const { socket, channel } = connectChannel<Message, Message>(path)
  return { here: channel, socket, there: messageChannel<Message, Message>(await accepted) }
}

/** The first messages that come in. */
const received = ({ onMessage }: Awaited<ReturnType<typeof pair>>['here'], count: number): Promise<readonly Message[]> =>
  new Promise((resolve) => {
    const messages: Message[] = []
    onMessage((message) => {
      messages.push(message)
      if (messages.length === count) resolve(messages)
    })
  })

/** From a few bytes to many reads, with letters of several bytes that a read may cut. */
const MESSAGES: readonly Message[] = [1, 30_000, 7, 200_000, 3, 65_536].map((length, n) => ({ text: `${n}€𝄞`.repeat(length) }))

test('messages of any length come through whole and in order, both ways', async () => {
  const { here, there } = await pair()
  const both = [received(here, MESSAGES.length), received(there, MESSAGES.length)]
  for (const message of MESSAGES) {
    here.send(message)
    there.send(message)
  }
  for (const messages of await Promise.all(both)) expect(messages).toEqual(MESSAGES)
  here.close()
})

test('what came before anybody listened is handed on first', async () => {
  const { here, there, socket } = await pair()
  for (const message of MESSAGES) there.send(message)
  const hasEnded = new Promise<void>((resolve) => here.onClose(resolve))
  there.onMessage(() => there.close())
  while (socket.bytesRead < 1_000_000) await new Promise((resolve) => setImmediate(resolve))
  expect(await received(here, MESSAGES.length)).toEqual(MESSAGES)
  here.send({ text: 'enough' })
  await hasEnded
})

test('the end of the other side is told after all that it has sent, and sending to it is harmless', async () => {
  const { here, there } = await pair()
  const told: string[] = []
  here.onMessage(({ text }) => told.push(text))
  const hasEnded = new Promise<void>((resolve) =>
    here.onClose(() => {
      told.push('closed')
      resolve()
    }),
  )
  there.onMessage(() => {
    there.send({ text: 'last' })
    there.close()
  })
  here.send({ text: 'first' })
  await hasEnded
  expect(told).toEqual(['last', 'closed'])
  here.send({ text: 'too late' })
})
