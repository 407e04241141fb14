import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { OutputContext } from '@pawl/core/plugin'
import { bytesOf, type OutputStore, outputStore } from '@pawl/testing/conformance'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { contents } from '../test/contents.ts'
import { connection, type S3Server, startS3Server } from '../test/start-s3-server.ts'
import { s3IOManager } from './s3-io-manager.ts'
import type { S3IOManagerOptions } from './s3-options.ts'

let server: S3Server
beforeAll(async () => {
  server = await startS3Server()
})
afterAll(() => server.stop())
afterEach(() => vi.unstubAllEnvs())

const MEGABYTE = 1024 * 1024
const store = (bucket: string, options: Partial<S3IOManagerOptions> = {}): OutputStore =>
  outputStore({ manager: s3IOManager({ ...connection(server.endpoint), bucket, ...options }) })
const twelveMegabytes = (): ReadableStream<Uint8Array> =>
  ReadableStream.from(Array.from({ length: 12 }, () => Buffer.alloc(MEGABYTE, 5)))
const failure = async (promise: Promise<unknown>): Promise<{ readonly code?: string; readonly message: string }> =>
  promise.then(
    () => ({ message: 'it worked' }),
    (error: unknown) => error as { readonly code?: string; readonly message: string },
  )

test('a server that is busy is asked again', async () => {
  const outputs = store(await server.bucket('busy'))
  const kept = await outputs.store('text')
  expect(await outputs.presences([kept])).toEqual(['present'])
  expect(await outputs.load(kept)).toBe('text')
})

test('an answer that was lost after the work was done is no error', async () => {
  const bucket = await server.bucket('lossy')
  const outputs = store(bucket)
  const kept = [await outputs.store('small'), await outputs.store(twelveMegabytes(), { output: 'large' })] as const
  expect(await outputs.presences(kept)).toEqual(['present', 'present'])
  expect(await bytesOf(await outputs.load(kept[1]))).toHaveLength(12 * MEGABYTE)
  expect(await contents(server.client, bucket)).toHaveLength(2)
})

test('an answer that breaks off is asked for again, a few times', async () => {
  const torn = store(await server.bucket('torn'))
  expect(await torn.load(await torn.store({ rows: [1, 2] }))).toEqual({ rows: [1, 2] })
  const kept = await torn.store(twelveMegabytes(), { output: 'large' })
  expect(await bytesOf(await torn.load(kept))).toHaveLength(12 * MEGABYTE)
  const cut = store(await server.bucket('cut'))
  const failed = await failure(cut.load(await cut.store('text')))
  expect(failed.message).toMatch(/^GetObject of s3:\/\/cut-\d+\/.*result.txt failed/)
  expect(failed.code).not.toBe('OUTPUT_LOST')
})

test('an abort ends an upload that hangs, and leaves no part of it', async () => {
  const bucket = await server.bucket('stalled')
  const controller = new AbortController()
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let n = 0; ; n++) {
      if (n === 8) setImmediate(() => controller.abort(new Error('time is up')))
      yield Buffer.alloc(MEGABYTE)
    }
  }
  await expect(store(bucket).store(chunks(), { signal: controller.signal })).rejects.toThrow('time is up')
  expect(await contents(server.client, bucket)).toEqual([])
  expect((await server.asked(bucket)).seen).toContain('DELETE')
})

test('a part that fails ends the wait for a stream that has nothing more to say, and the stream is let go', async () => {
  const bucket = await server.bucket('partless')
  let released = false
  const hanging = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.alloc(8 * MEGABYTE)),
    cancel: () => {
      released = true
    },
  })
  await expect(store(bucket).store(hanging)).rejects.toMatchObject({ code: 'S3_ACCESS_DENIED' })
  expect(released).toBe(true)
  expect(await contents(server.client, bucket)).toEqual([])
})

test('a stream that breaks off in a later part leaves no upload', async () => {
  const bucket = await server.bucket()
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* Array.from({ length: 12 }, () => Buffer.alloc(MEGABYTE))
    throw new Error('connection reset')
  }
  await expect(store(bucket).store(broken())).rejects.toThrow('connection reset')
  expect(await contents(server.client, bucket)).toEqual([])
})

test('a bucket that is not there is an error that says so, not thousands of missing outputs', async () => {
  const there = store(await server.bucket())
  const kept = await there.store('text')
  const gone = { ...kept, stored: { ...kept.stored, location: 's3://nowhere/run/clean/result.txt' } }
  const outputs = store('nowhere')
  const streamed = { ...gone, stored: { ...gone.stored, codec: 'byte-stream' } }
  const attempts = [outputs.store('text'), outputs.store(twelveMegabytes()), outputs.load(gone), outputs.presences([gone, kept])]
  for (const { code, message } of await Promise.all(attempts.map(failure))) {
    expect(code).toBe('S3_NO_SUCH_BUCKET')
    expect(message).toContain('There is no bucket "nowhere". Create it, or correct "bucket" or "endpoint" of s3IOManager.')
  }
  expect(await failure(outputs.load(streamed))).toMatchObject({ code: 'OUTPUT_LOST' })
})

test('what is refused names bucket, key, right and way out', async () => {
  const bucket = await server.bucket('forbidden')
  const kept = { ...(await store(await server.bucket()).store('text')) }
  const there = { ...kept, stored: { ...kept.stored, location: `s3://${bucket}/run/clean/result.txt` } }
  const outputs = store(bucket)
  const write = await failure(outputs.store('text', { runId: 'run' }))
  expect(write).toMatchObject({ code: 'S3_ACCESS_DENIED', details: { bucket, key: 'run/clean/result.txt', status: 403 } })
  expect(write.message).toBe(
    `PutObject of s3://${bucket}/run/clean/result.txt failed (AccessDenied: Access Denied). Allow s3:PutObject on arn:aws:s3:::${bucket}/* and s3:ListBucket on arn:aws:s3:::${bucket}: without the second an object that is gone is answered in the same way.`,
  )
  expect((await failure(outputs.load(there))).message).toContain('Allow s3:GetObject on')
  expect((await failure(outputs.presences([there]))).message).toContain('HeadObject of s3://forbidden')
  expect((await failure(outputs.delete(there))).message).toContain('Allow s3:DeleteObject on')
})

test('an object that was moved to an archive is not lost', async () => {
  const outputs = store(await server.bucket('archived'))
  const kept = await outputs.store('text')
  expect(await outputs.presences([kept])).toEqual(['present'])
  expect(await failure(outputs.load(kept))).toMatchObject({
    code: 'S3_ARCHIVED',
    message: expect.stringContaining('restore-object'),
  })
})

test('no credentials, no region and no server are told apart', async () => {
  const bucket = await server.bucket()
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION'])
    vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, `${import.meta.dirname}/no-such-file`)
  const withoutCredentials = store(bucket, { credentials: undefined })
  expect(await failure(withoutCredentials.store('text'))).toMatchObject({
    code: 'S3_NO_CREDENTIALS',
    message: expect.stringContaining('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'),
  })
  expect(await failure(store(bucket, { region: undefined }).store('text'))).toMatchObject({
    code: 'S3_NO_REGION',
    message: expect.stringContaining('Set AWS_REGION, or give s3IOManager "region"'),
  })
  expect(await failure(store(bucket, { endpoint: 'http://127.0.0.1:9' }).store('text'))).toMatchObject({
    code: 'S3_UNREACHABLE',
    message: expect.stringContaining('Check "endpoint" of s3IOManager'),
  })
})

test.each<[string, Partial<S3IOManagerOptions>, string]>([
  ['no bucket', { bucket: '' }, '"bucket" is ""; it has to be the name of a bucket'],
  ['an ARN', { bucket: 'arn:aws:s3:eu-west-1:1:accesspoint/a' }, 'or the alias of an access point (not its ARN)'],
  ['a way up', { prefix: 'a/../b' }, '"prefix" is "a/../b"; "." and ".." would be taken for folders'],
  ['a long prefix', { prefix: 'x'.repeat(300) }, '"prefix" is longer than 256 bytes'],
  ['no URL', { endpoint: 'localhost:9000' }, '"endpoint" is "localhost:9000"; it has to be a URL such as'],
])('options that cannot work are refused: %s', (_what, options, message) => {
  expect(() => s3IOManager({ bucket: 'outputs', ...options })).toThrow(message)
})

test('the AWS SDK is not loaded before the first output', async () => {
  const program = `
    import { registerHooks } from 'node:module'
    const asked = []
    registerHooks({ resolve: (name, context, next) => (asked.push(name), next(name, context)) })
    const { s3IOManager } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    const manager = s3IOManager({ bucket: 'outputs', region: 'us-east-1', endpoint: 'http://127.0.0.1:9' })
    const loaded = () => asked.includes('@aws-sdk/client-s3')
    const before = loaded()
    await manager.hasOutputs([{ upstream: { stored: { location: 's3://outputs/a' } }, signal: AbortSignal.timeout(10_000) }]).catch(() => {})
    console.log(JSON.stringify([before, loaded()]))`
  const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', program]
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'someone', AWS_SECRET_ACCESS_KEY: 'secret' }
  const { stdout } = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  expect(JSON.parse(await text(stdout))).toEqual([false, true])
})

test('a client of the project is used as it is, and brings its own options', async () => {
  const bucket = await server.bucket()
  const outputs = outputStore({ manager: s3IOManager({ bucket, client: server.client }) })
  expect(await outputs.load(await outputs.store('text'))).toBe('text')
  expect(() => s3IOManager({ bucket, client: server.client, region: 'eu-west-1' })).toThrow('"client" brings its own')
})

test('an abort ends every wait with its reason', async () => {
  const bucket = await server.bucket()
  const outputs = store(bucket)
  const kept = await outputs.store(twelveMegabytes())
  const controller = new AbortController()
  const reader = ((await outputs.load(kept, controller.signal)) as ReadableStream<Uint8Array>).getReader()
  await reader.read()
  controller.abort(new Error('time is up'))
  await expect(reader.read()).rejects.toThrow('time is up')
  const aborted: OutputContext = { ...kept.context, signal: controller.signal }
  await expect(outputs.presences([{ ...kept, context: aborted }])).rejects.toThrow('time is up')
  await expect(outputs.delete({ ...kept, context: aborted })).rejects.toThrow('time is up')
})
