import { executeInProcess, job, op } from '@pawl/core'
import type { IOManager } from '@pawl/core/plugin'
import { bytesOf, type Kept, type OutputStore, outputStore } from '@pawl/testing/conformance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { contentAt, contents, replace } from '../test/contents.ts'
import { connection, type S3Server, startS3Server } from '../test/start-s3-server.ts'
import { s3IOManager } from './s3-io-manager.ts'

let server: S3Server
beforeAll(async () => {
  server = await startS3Server()
})
afterAll(() => server.stop())

const SIX_MEGABYTES = 6 * 1024 * 1024
const manager = (bucket: string, prefix?: string): IOManager => s3IOManager({ ...connection(server.endpoint), bucket, prefix })
const store = (bucket: string, prefix?: string): OutputStore => outputStore({ manager: manager(bucket, prefix) })
const streamOf = (bytes: number, fill: number): ReadableStream<Uint8Array> =>
  ReadableStream.from([Buffer.alloc(bytes / 2, fill), Buffer.alloc(bytes / 2, fill)])
const records = (kept: readonly Kept[]): readonly unknown[] => kept.map(({ stored }) => [stored.codec, stored.sizeBytes])

test('outputs are objects that people can find and open', async () => {
  const bucket = await server.bucket()
  const outputs = store(bucket, '/team/pawl/')
  const run = { runId: 'run', stepKey: 'split' }
  const kept = [
    await outputs.store([{ airport: 'LAX', delay: 3 }], run),
    await outputs.store('<h1>Delays</h1>\n', { ...run, stepKey: 'report.render', output: 'page' }),
    await outputs.store(new Uint8Array([1, 2]), { ...run, output: 'airports', mappingKey: 'lax' }),
    await outputs.store({ since: new Date(0) }, { ...run, attempt: 2 }),
    await outputs.store(streamOf(SIX_MEGABYTES, 7), { ...run, output: 'raw' }),
  ]
  expect(await contents(server.client, bucket)).toEqual([
    'team/pawl/run/report.render/page.txt',
    'team/pawl/run/split/airports/lax.bin',
    'team/pawl/run/split/attempt-2/result.devalue.json',
    'team/pawl/run/split/raw.bin',
    'team/pawl/run/split/result.json',
  ])
  expect(kept[0]?.stored.location).toBe(`s3://${bucket}/team/pawl/run/split/result.json`)
  expect(Buffer.from(await contentAt(server.client, kept[0]?.stored.location ?? '')).toString()).toBe(
    '[\n{"airport":"LAX","delay":3}\n]\n',
  )
  expect(records(kept)).toEqual([
    ['json', 32],
    ['text', 16],
    ['bytes', 2],
    ['devalue', 50],
    ['byte-stream', SIX_MEGABYTES],
  ])
})

test('a job runs with its outputs in a bucket', async () => {
  const fetchRows = op({ name: 'fetch_rows', run: () => [3, 4] })
  const sum = op({ name: 'sum', ins: { rows: z.array(z.number()) }, run: (_, { rows }) => ({ total: rows[0], at: new Date(0) }) })
  const bucket = await server.bucket()
  const run = await executeInProcess(job('report', { run: () => sum({ rows: fetchRows() }) }), {
    ioManagers: { default: manager(bucket) },
  })
  expect(run.outputOf(sum)).toEqual({ total: 3, at: new Date(0) })
  expect(await contents(server.client, bucket)).toEqual([
    `${run.runId}/fetch_rows/result.json`,
    `${run.runId}/sum/result.devalue.json`,
  ])
})

test('two machines share outputs', async () => {
  const bucket = await server.bucket()
  const [one, other] = [store(bucket), store(bucket)]
  const kept = [
    await one.store({ rows: [1, 2] }),
    await one.store(streamOf(SIX_MEGABYTES, 7), { output: 'raw' }),
    await one.store('item', { mappingKey: 'lax' }),
  ] as const
  expect(one.underTest.manager.scope).toBe('shared')
  expect(await other.presences(kept)).toEqual(['present', 'present', 'present'])
  expect(await other.load(kept[0])).toEqual({ rows: [1, 2] })
  expect((await bytesOf(await other.load(kept[1]))).equals(Buffer.alloc(SIX_MEGABYTES, 7))).toBe(true)
  await other.delete(kept[2])
  expect(await one.presences(kept)).toEqual(['present', 'present', 'missing'])
  await expect(one.load(kept[2])).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'missing' } })
})

// The first is S3 as it is; the second answers that it knows no conditions, and is asked before each write.
test.each(['plain', 'conditionless'])('the same content again is no error, another is refused: %s', async (behaviour) => {
  const bucket = await server.bucket(behaviour)
  const [one, other] = [store(bucket), store(bucket)]
  const small = await one.store('small')
  const large = await one.store(streamOf(SIX_MEGABYTES, 1), { output: 'large' })
  expect((await other.store('small')).stored).toEqual(small.stored)
  expect((await other.store(streamOf(SIX_MEGABYTES, 1), { output: 'large' })).stored).toEqual(large.stored)
  const refused = { code: 'OUTPUT_ALREADY_STORED', details: { location: small.stored.location } }
  await expect(other.store('SMALL')).rejects.toMatchObject(refused)
  await expect(other.store('longer')).rejects.toMatchObject(refused)
  await expect(other.store(streamOf(SIX_MEGABYTES, 2), { output: 'large' })).rejects.toMatchObject({ code: refused.code })
  expect(await one.load(small)).toBe('small')
  expect(await contents(server.client, bucket)).toHaveLength(2)
})

test('of machines that race for one output exactly one stores it', async () => {
  const bucket = await server.bucket()
  const racing = Array.from({ length: 8 }, (_, writer) => store(bucket).store({ writer }))
  const results = await Promise.allSettled(racing)
  const winners = results.flatMap((result, writer) => (result.status === 'fulfilled' ? [{ writer, kept: result.value }] : []))
  expect(winners).toHaveLength(1)
  for (const { writer, kept } of winners) expect(await store(bucket).load(kept)).toEqual({ writer })
})

test('on a server that replaces without a word, what was replaced is lost and never another value', async () => {
  const outputs = store(await server.bucket('heedless'))
  const [first, second] = [await outputs.store('first'), await outputs.store('other')]
  expect(await outputs.presences([first, second])).toEqual(['changed', 'present'])
  await expect(outputs.load(first)).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'changed' } })
  expect(await outputs.load(second)).toBe('other')
})

test('in a bucket that keeps versions the one that was written is read and deleted, whatever came after it', async () => {
  const bucket = await server.bucket('versioned')
  const outputs = store(bucket)
  const kept = [await outputs.store('mine'), await outputs.store(streamOf(SIX_MEGABYTES, 3), { output: 'raw' })] as const
  expect(kept.map(({ stored }) => stored.version)).toEqual([expect.stringMatching(/^version/), expect.stringMatching(/^version/)])
  for (const { stored } of kept) await replace(server.client, stored.location, "somebody else's")
  expect(await outputs.presences(kept)).toEqual(['present', 'present'])
  expect(await outputs.load(kept[0])).toBe('mine')
  expect(await bytesOf(await outputs.load(kept[1]))).toHaveLength(SIX_MEGABYTES)
  await outputs.delete(kept[0])
  expect(await outputs.presences(kept)).toEqual(['missing', 'present'])
  await expect(outputs.load(kept[0])).rejects.toMatchObject({ code: 'OUTPUT_LOST' })
  expect(Buffer.from(await contentAt(server.client, kept[0].stored.location)).toString()).toBe("somebody else's")
})

test('an object that was copied onto itself is still what was stored: its bytes decide', async () => {
  const bucket = await server.bucket()
  const outputs = store(bucket)
  const copied = async (kept: Kept): Promise<Kept> => {
    await replace(server.client, kept.stored.location, await contentAt(server.client, kept.stored.location))
    return { ...kept, stored: { ...kept.stored, version: '"of before"' } }
  }
  const text = await copied(await outputs.store('text'))
  const stream = await copied(await outputs.store(streamOf(SIX_MEGABYTES, 3), { output: 'raw' }))
  expect(await outputs.load(text)).toBe('text')
  expect(await bytesOf(await outputs.load(stream))).toHaveLength(SIX_MEGABYTES)
})

test('a stream whose object is replaced while it is read says so', async () => {
  const outputs = store(await server.bucket())
  const kept = await outputs.store(streamOf(SIX_MEGABYTES, 3))
  const reader = ((await outputs.load(kept)) as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).value?.byteLength).toBe(4 * 1024 * 1024)
  await replace(server.client, kept.stored.location, Buffer.alloc(SIX_MEGABYTES, 4))
  await expect(reader.read()).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'changed' } })
  expect(await outputs.presences([kept])).toEqual(['changed'])
})

test('a stream that was altered under the very version that is recorded has no end', async () => {
  const outputs = store(await server.bucket('versioned'))
  const kept = await outputs.store(streamOf(SIX_MEGABYTES, 3))
  const altered = { ...kept, stored: { ...kept.stored, sha256: '0'.repeat(64) } }
  const reader = ((await outputs.load(altered)) as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).value?.byteLength).toBe(4 * 1024 * 1024)
  await expect(reader.read()).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'changed' } })
})

test('streams that nobody reads to their end hold no connection', async () => {
  const outputs = store(await server.bucket())
  const kept = await outputs.store(streamOf(20_000, 1))
  const begun = await Promise.all(Array.from({ length: 120 }, () => outputs.load(kept)))
  await Promise.all(begun.map((stream) => (stream as ReadableStream<Uint8Array>).getReader().read()))
  expect(await outputs.load(await outputs.store('still served', { output: 'other' }))).toBe('still served')
})

test('a small output takes one request to store and one to load', async () => {
  const bucket = await server.bucket()
  const outputs = store(bucket)
  await server.asked(bucket)
  await outputs.load(await outputs.store('small'))
  expect((await server.asked(bucket)).seen).toEqual(['PUT', 'GET'])
})

test('many outputs are looked at at once, but not all', async () => {
  const bucket = await server.bucket('slow')
  const outputs = store(bucket)
  const kept = await outputs.store('small')
  await server.asked(bucket)
  await outputs.presences(Array.from({ length: 200 }, () => kept))
  const { most, seen } = await server.asked(bucket)
  expect(seen).toEqual(Array.from({ length: 200 }, () => 'HEAD'))
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(32)
})

test('a record of something else deletes nothing', async () => {
  const [bucket, other] = [await server.bucket(), await server.bucket()]
  const elsewhere = [await store(other, 'pawl').store('theirs'), await store(bucket, 'pawl-2').store('theirs')]
  const outputs = store(bucket, 'pawl')
  for (const kept of elsewhere) await expect(outputs.delete(kept)).rejects.toMatchObject({ code: 'OUTPUT_OUTSIDE_BASE' })
  const [file] = elsewhere.map((kept) => ({ ...kept, stored: { ...kept.stored, location: '/var/pawl/run/result.txt' } }))
  if (file === undefined) throw new Error('nothing was stored')
  await expect(outputs.delete(file)).rejects.toMatchObject({ code: 'OUTPUT_OUTSIDE_BASE' })
  expect(await outputs.presences([file])).toEqual(['missing'])
  await expect(outputs.load(file)).rejects.toMatchObject({ code: 'OUTPUT_LOST' })
  expect(await contents(server.client, other)).toHaveLength(1)
})
