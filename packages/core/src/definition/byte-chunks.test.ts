import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { byteChunks } from './byte-chunks.ts'
import { isByteStream } from './byte-stream.ts'

const contextOf = (signal = new AbortController().signal) => ({
  runId: 'r',
  jobName: 'j',
  stepKey: 'fetch',
  output: 'body',
  attempt: 1,
  signal,
})

async function textOf(stream: AsyncIterable<unknown>, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of byteChunks(contextOf(signal), stream)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('web streams, Node streams and async generators are byte streams; iterables that are at hand are not', async () => {
  const parts = ['one ', 'two'].map((part) => Buffer.from(part))
  const generator = async function* () {
    yield* parts
  }
  for (const stream of [ReadableStream.from(parts), Readable.from(parts), generator()]) {
    expect(isByteStream(stream)).toBe(true)
    expect(await textOf(stream)).toBe('one two')
  }
  for (const value of [parts, new Map(), 'text', null, undefined, Buffer.from('x')]) expect(isByteStream(value)).toBe(false)
})

test('a chunk that is not bytes is refused, and the stream let go', async () => {
  let released = false
  const stream = async function* () {
    try {
      yield Buffer.from('x')
      yield 'text'
    } finally {
      released = true
    }
  }
  await expect(textOf(stream())).rejects.toThrow('Output "body" of step "fetch" cannot be stored: $[1] is a string in a stream')
  expect(released).toBe(true)
})

test('an abort ends the wait for a chunk that never comes, and lets a web stream go', async () => {
  let canceled: unknown
  const source = new ReadableStream({
    cancel(reason) {
      canceled = reason
    },
  })
  const controller = new AbortController()
  const reading = textOf(source, controller.signal)
  controller.abort(new Error('time is up'))
  await expect(reading).rejects.toThrow('time is up')
  expect(canceled).toEqual(new Error('time is up'))
})

test('an abort lets a hanging Node stream go', async () => {
  const source = new Readable({ read: () => undefined })
  const controller = new AbortController()
  const reading = textOf(source, controller.signal)
  controller.abort(new Error('time is up'))
  await expect(reading).rejects.toThrow('time is up')
  expect(source.destroyed).toBe(true)
})

test("the source's own error comes through", async () => {
  const stream = async function* () {
    yield Buffer.from('x')
    throw new Error('connection reset')
  }
  await expect(textOf(stream())).rejects.toThrow('connection reset')
})
