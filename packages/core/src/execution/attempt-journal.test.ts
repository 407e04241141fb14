import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import type { OpContext } from '../definition/context.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { metadata } from '../definition/metadata-constructors.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { type } from '../definition/schema.ts'

const saying = (run: (context: OpContext) => void): JobDefinition => {
  const says = op({
    name: 'says',
    retry: { maxRetries: 1 },
    run(context) {
      run(context)
      return 1
    },
  })
  return job('j', { run: () => says() })
}

test('log lines are events with level, message and fields, of their step and attempt', async () => {
  const run = await executeJob(
    saying(({ log }) => {
      log.debug('d')
      log.info('i', { rows: 3, nested: { ok: true } })
      log.warn('w')
      log.error('e')
    }),
  )
  expect(run.of('LOG')).toMatchObject([
    { stepKey: 'says', attempt: 1, payload: { level: 'debug', message: 'd' } },
    { payload: { level: 'info', message: 'i', fields: { rows: 3, nested: { ok: true } } } },
    { payload: { level: 'warn' } },
    { payload: { level: 'error' } },
  ])
})

test('over the limit, lines go to the captured log only, and one event says so', async () => {
  const run = await executeJob(
    saying(({ log, logEvent }) => {
      for (let n = 1; n <= 4; n++) log.info(`line ${n}`, { n })
      logEvent({ message: 'line 5', metadata: { n: 5 } })
    }),
    { limits: { logEvents: 2 } },
  )
  expect(run.of('LOG').map(({ payload }) => payload.message)).toEqual(['line 1', 'line 2'])
  expect(run.spilled).toEqual(['says#1 [info] line 3 {"n":3}', 'says#1 [info] line 4 {"n":4}', 'says#1 [info] line 5 {"n":5}'])
  expect(run.of('ENGINE_EVENT').map(({ payload }) => payload.message)).toEqual([
    '"says" has logged more than 2 messages in this attempt; the rest is in its captured stderr only.',
  ])
})

test('whatever is logged can be stored, and logging never throws', async () => {
  const circle: Record<string, unknown> = { big: 10n, when: new Date(0), nul: '\u0000' }
  circle['self'] = circle
  const run = await executeJob(
    saying(({ log }) => {
      log.info('a\u0000b\ud800', circle as never)
      log.info('x'.repeat(20_000))
      log.info('large', { text: 'y'.repeat(20_000) })
      log.info(undefined as never)
    }),
  )
  const [first, second, third] = run.of('LOG').map(({ payload }) => payload)
  expect(first).toEqual({
    level: 'info',
    message: 'a\ufffdb\ufffd',
    fields: { big: '10', when: '1970-01-01T00:00:00.000Z', nul: '\ufffd', self: '[circular]' },
  })
  expect(second?.message).toMatch(/^x{16384}… \(3616 more characters\)$/)
  expect(third).toEqual({ level: 'info', message: 'large (its fields, 20011 characters, are in the captured stderr only)' })
  expect(run.spilled).toHaveLength(1)
  expect(run.statuses()).toEqual({ says: 'SUCCESS' })
})

test('metadata of an output stand in its STEP_OUTPUT; what is added later goes over what was', async () => {
  const run = await executeJob(
    saying(({ addOutputMetadata }) => {
      addOutputMetadata({ rows: 1, source: 'a', gone: undefined as never })
      addOutputMetadata({ rows: 2, ratio: Number.NaN, link: metadata.url('https://example.org') })
    }),
  )
  expect(run.of('STEP_OUTPUT')).toMatchObject([
    {
      payload: {
        metadata: {
          rows: { kind: 'number', value: 2 },
          source: { kind: 'text', value: 'a' },
          ratio: { kind: 'text', value: 'NaN' },
          link: { kind: 'url', value: 'https://example.org' },
        },
      },
    },
  ])
  expect(Object.keys(run.of('STEP_OUTPUT')[0]?.payload.metadata ?? {})).toEqual(['rows', 'source', 'ratio', 'link'])
})

test('metadata over 16 KB are attached and the event holds a reference; the limit is of bytes', async () => {
  const rows = Array.from({ length: 1_000 }, (_, n) => ({ n, name: `row ${n}` }))
  const run = await executeJob(
    saying(({ addOutputMetadata }) =>
      addOutputMetadata({
        small: metadata.markdown('# ok'),
        table: metadata.table(rows),
        wide: 'é'.repeat(8_300),
        fits: 'e'.repeat(8_300),
        plot: metadata.plot(`<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(5_000)}</svg>`),
        json: metadata.json(rows),
      }),
    ),
  )
  expect(run.of('STEP_OUTPUT')[0]?.payload.metadata).toMatchObject({
    small: { kind: 'markdown' },
    table: { kind: 'attachment', of: 'table', mediaType: 'application/json', attachmentId: 'a1' },
    wide: { kind: 'attachment', of: 'text', mediaType: 'text/plain', attachmentId: 'a2' },
    fits: { kind: 'text' },
    plot: { kind: 'attachment', of: 'plot', mediaType: 'image/svg+xml', attachmentId: 'a3' },
    json: { kind: 'attachment', of: 'json', mediaType: 'application/json', attachmentId: 'a4' },
  })
  expect(run.attachments.map(({ kind }) => kind)).toEqual(['table', 'text', 'plot', 'json'])
  expect(JSON.parse(run.attachments[0]?.content ?? '')).toMatchObject({
    columns: [{ name: 'n' }, { name: 'name' }],
    rows: { length: 1_000 },
  })
})

test('metadata that no event can hold fail the step, without a retry, naming the label', async () => {
  for (const [value, words] of [
    [{ kind: 'chart', value: 1 }, 'of the unknown kind "chart"'],
    [[1, 2], 'is an array'],
    [null, 'is null'],
  ] as const) {
    const run = await executeJob(saying(({ addOutputMetadata }) => addOutputMetadata({ wrong: value as never })))
    const [failure] = run.of('STEP_FAILURE')
    expect(failure?.payload.error).toMatchObject({ code: 'INVALID_METADATA', message: expect.stringContaining(words) })
    expect(failure?.attempt).toBe(1)
  }
})

test('metadata for an output that the op does not have are refused where they are added', async () => {
  const run = await executeJob(saying(({ addOutputMetadata }) => addOutputMetadata({ a: 1 }, { output: 'results' })))
  expect(run.of('STEP_FAILURE')).toMatchObject([
    { payload: { error: { code: 'UNKNOWN_OUTPUT', message: expect.stringContaining('but has only "result"') } } },
  ])
})

test('logEvent writes a LOG with metadata, or the materialization of an asset', async () => {
  const run = await executeJob(
    saying(({ logEvent }) => {
      logEvent({ message: 'seen', metadata: { rows: 1 } })
      logEvent({ message: 'made', asset: 'warehouse/flights', metadata: { rows: 2 } })
    }),
  )
  expect(run.of('LOG')).toMatchObject([{ payload: { level: 'info', message: 'seen', metadata: { rows: { value: 1 } } } }])
  expect(run.of('ASSET_MATERIALIZATION')).toMatchObject([
    { stepKey: 'says', payload: { assetKey: 'warehouse/flights', message: 'made', metadata: { rows: { value: 2 } } } },
  ])
})

test('an output that is an asset materializes it once, with its metadata, whether one value or many', async () => {
  const table = op({
    name: 'table',
    outs: { flights: out(type<number>(), { asset: 'warehouse/flights' }), rest: type<number>() },
    run({ addOutputMetadata }) {
      addOutputMetadata({ rows: 3 }, { output: 'flights' })
      return { flights: 1, rest: 2 }
    },
  })
  const parts = op({
    name: 'parts',
    out: dynamicOut(z.number(), { asset: 'warehouse/parts' }),
    run({ addOutputMetadata }) {
      addOutputMetadata({ all: true })
      addOutputMetadata({ first: true }, { mappingKey: 'a' })
      return new Map([
        ['a', 1],
        ['b', 2],
      ])
    },
  })
  const run = await executeJob(job('j', { run: () => ({ ...table(), parts: parts() }) }))
  expect(run.of('ASSET_MATERIALIZATION').map(({ payload }) => payload)).toEqual([
    { assetKey: 'warehouse/flights', output: 'flights', metadata: { rows: { kind: 'number', value: 3 } } },
    { assetKey: 'warehouse/parts', output: 'result', metadata: { all: { kind: 'boolean', value: true } } },
  ])
  const handled = [...run.of('HANDLED_OUTPUT', 'table'), ...run.of('HANDLED_OUTPUT', 'parts')]
  expect(handled.map(({ payload }) => [payload.output, payload.mappingKey, payload.assetKey])).toEqual([
    ['flights', undefined, 'warehouse/flights'],
    ['rest', undefined, undefined],
    ['result', 'a', 'warehouse/parts'],
    ['result', 'b', 'warehouse/parts'],
  ])
  expect(run.of('STEP_OUTPUT', 'parts').map(({ payload }) => payload)).toEqual([
    { output: 'result', mappingKey: 'a', metadata: { first: { kind: 'boolean', value: true } } },
    { output: 'result', metadata: { all: { kind: 'boolean', value: true } } },
  ])
})

test('what an I/O manager says of what it stored is kept with it', async () => {
  const run = await executeJob(
    saying(() => undefined),
    {
      ioManagers: {
        default: {
          scope: 'shared',
          handleOutput: async () => ({ location: 's3://b/k', sizeBytes: 3, metadata: { bucket: 'b' } }),
          loadInput: async () => 1,
        },
      },
    },
  )
  expect(run.of('HANDLED_OUTPUT')).toMatchObject([
    {
      payload: {
        stored: {
          location: 's3://b/k',
          sizeBytes: 3,
          metadata: { bucket: { kind: 'text', value: 'b' } },
          ioManager: 'default',
          hostId: 'host',
          originAttempt: 1,
        },
      },
    },
  ])
})
