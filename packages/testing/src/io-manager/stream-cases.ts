import { Readable } from 'node:stream'
import { isFrameworkError } from '@pawl/core/plugin'
import { expect } from 'vitest'
import { heldBytes } from './held-bytes.ts'
import type { IOManagerCase } from './io-manager-case.ts'
import { bytesOf, type Kept, type OutputStore } from './output-store.ts'

const MEGABYTE = 1024 * 1024
const STREAM_BYTES = 50 * MEGABYTE
/** Few, because each collects garbage; the last is at 40 MB, which is over the limit. */
const BYTES_BETWEEN_LOOKS = 20 * MEGABYTE
/** Room for several chunks on their way, but not for the stream. */
const HELD_BYTES_LIMIT = 32 * MEGABYTE

const parts = (): Buffer[] => ['one ', '', 'two ', 'three'].map((part) => Buffer.from(part))

async function* generated(): AsyncGenerator<Buffer> {
  yield* parts()
}

/** 50 MB in chunks of 64 KB, each allocated as it is asked for; looks now and then how much is held. */
async function* large(look: () => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < STREAM_BYTES; at += 65_536) {
    if (at % BYTES_BETWEEN_LOOKS === 0) look()
    yield new Uint8Array(65_536).fill(at / 65_536)
  }
}

async function expectLarge(store: OutputStore, kept: Kept, look: () => void): Promise<void> {
  let at = 0
  for await (const chunk of (await store.load(kept)) as ReadableStream<Uint8Array>) {
    if (at % BYTES_BETWEEN_LOOKS < chunk.byteLength) look()
    expect(chunk[0]).toBe(Math.floor(at / 65_536) % 256)
    at += chunk.byteLength
  }
  expect(at).toBe(STREAM_BYTES)
}

export const STREAM_CASES: readonly IOManagerCase[] = [
  {
    name: 'byte streams of every kind come back as a ReadableStream of the same bytes',
    async run(store) {
      const streams = [ReadableStream.from(parts()), Readable.from(parts()), generated()]
      for (const [index, stream] of streams.entries()) {
        const kept = await store.store(stream, { stepKey: `stream_${index}` })
        expect((await bytesOf(await store.load(kept))).toString()).toBe('one two three')
      }
    },
  },
  {
    name: 'an empty stream comes back empty',
    async run(store) {
      expect(await bytesOf(await store.load(await store.store(ReadableStream.from([]))))).toHaveLength(0)
    },
  },
  {
    name: 'each consumer gets a stream of its own, and one that stops early disturbs nobody',
    async run(store) {
      const kept = await store.store(generated())
      const [one, two, three] = [await store.load(kept), await store.load(kept), await store.load(kept)]
      await (one as ReadableStream).getReader().read()
      await (two as ReadableStream).cancel()
      expect((await bytesOf(three)).toString()).toBe('one two three')
    },
  },
  {
    name: 'a stream of 50 MB is never held in memory whole, neither stored nor loaded',
    async run(store) {
      const held = heldBytes()
      const kept = await store.store(large(held.look))
      await expectLarge(store, kept, held.look)
      expect(held.most()).toBeLessThan(HELD_BYTES_LIMIT)
    },
  },
  {
    name: "a stream that breaks off fails with its own error, and the next attempt's is whole",
    async run(store) {
      async function* broken(): AsyncGenerator<Buffer> {
        yield Buffer.from('half')
        throw new Error('connection reset')
      }
      await expect(store.store(broken())).rejects.toThrow('connection reset')
      const kept = await store.store(generated(), { attempt: 2 })
      expect((await bytesOf(await store.load(kept))).toString()).toBe('one two three')
    },
  },
  {
    name: 'a stream that breaks off leaves nothing behind',
    async run(store) {
      await store.store('something')
      const before = await store.list()
      const broken = Readable.from(parts()).map((part: Buffer) => (part.length > 4 ? Promise.reject(new Error('reset')) : part))
      await expect(store.store(broken, { output: 'other' })).rejects.toThrow('reset')
      expect(await store.list()).toEqual(before)
    },
  },
  {
    name: 'a stream of something else than bytes is refused',
    async run(store) {
      const refused = await store.store(Readable.from([{ row: 1 }])).catch((error: unknown) => error)
      expect(refused).toSatisfy((error) => isFrameworkError(error, 'OUTPUT_NOT_SERIALISABLE'))
    },
  },
]
