import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import type { HandledOutput, InputContext, OutputContext } from '@pawl/core/plugin'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fsIOManager } from './fs-io-manager.ts'

let base = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pawl-files-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const output = (identity: Partial<OutputContext> = {}): OutputContext => ({
  runId: 'run',
  jobName: 'job',
  stepKey: 'split',
  output: 'result',
  attempt: 1,
  signal: new AbortController().signal,
  ...identity,
})
const input = (handled: HandledOutput): InputContext => ({
  runId: 'run',
  stepKey: 'consumer',
  upstream: {
    stepKey: 'split',
    output: 'result',
    stored: { ...handled, metadata: {}, ioManager: 'fs', hostId: 'h', originRunId: 'run', originAttempt: 1 },
  },
  signal: new AbortController().signal,
})
const files = (): string[] =>
  readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(base, join(entry.parentPath, entry.name)))
    .sort()

test('outputs are files that people can find and open', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  await manager.handleOutput(output(), [{ airport: 'LAX', delay: 3 }])
  await manager.handleOutput(output({ stepKey: 'report.render', output: 'page' }), '<h1>Delays</h1>\n')
  await manager.handleOutput(output({ output: 'airports', mappingKey: 'lax' }), new Uint8Array([1, 2]))
  await manager.handleOutput(output({ attempt: 2 }), { since: new Date(0) })
  expect(files()).toEqual([
    'run/report.render/page.txt',
    'run/split/airports/lax.bin',
    'run/split/attempt-2/result.devalue.json',
    'run/split/result.json',
  ])
  expect(readFileSync(join(base, 'run/split/result.json'), 'utf8')).toBe('[\n{"airport":"LAX","delay":3}\n]\n')
  expect(readFileSync(join(base, 'run/report.render/page.txt'), 'utf8')).toBe('<h1>Delays</h1>\n')
})

test('the same content again is no error, another is refused, whatever its size', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  for (const [step, content] of ['small', 'x'.repeat(400_000)].entries()) {
    const context = output({ stepKey: `step_${step}` })
    const first = await manager.handleOutput(context, content)
    expect(await manager.handleOutput(context, content)).toEqual(first)
    await expect(manager.handleOutput(context, `${content}!`)).rejects.toMatchObject({ code: 'OUTPUT_ALREADY_STORED' })
    expect(await manager.loadInput(input(first))).toBe(content)
  }
  expect(files()).toEqual(['run/step_0/result.txt', 'run/step_1/result.txt'])
})

test('with fsync small and large outputs and their directories are stored all the same', async () => {
  const manager = fsIOManager({ baseDirectory: join(base, 'new', 'folder'), fsync: true })
  for (const [step, content] of ['small', 'x'.repeat(400_000)].entries()) {
    const handled = await manager.handleOutput(output({ stepKey: `step_${step}` }), content)
    expect(await manager.loadInput(input(handled))).toBe(content)
  }
  expect(files()).toEqual(['new/folder/run/step_0/result.txt', 'new/folder/run/step_1/result.txt'])
})

test('a folder that somebody removed is made again', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  await manager.handleOutput(output({ output: 'a' }), 1)
  rmSync(join(base, 'run'), { recursive: true })
  const small = await manager.handleOutput(output({ output: 'b' }), 2)
  rmSync(join(base, 'run'), { recursive: true })
  await manager.handleOutput(output({ output: 'c' }), 'x'.repeat(400_000))
  expect(files()).toEqual(['run/split/c.txt'])
  await expect(manager.loadInput(input(small))).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'missing' } })
})

test('a disk that refuses is its own error, not a lost output and not a framework error', async () => {
  writeFileSync(join(base, 'file'), '')
  const manager = fsIOManager({ baseDirectory: join(base, 'file') })
  for (const value of [1, 'x'.repeat(400_000)])
    await expect(manager.handleOutput(output(), value)).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test('a folder in the place of an output is a lost output', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  const handled = await manager.handleOutput(output(), 1)
  rmSync(handled.location)
  mkdirSync(handled.location)
  await expect(manager.loadInput(input(handled))).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'changed' } })
  expect(await manager.hasOutputs?.([input(handled)])).toEqual(['changed'])
})

test('deleting leaves no empty folders and keeps the base', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  const handled = await manager.handleOutput(output({ attempt: 2, mappingKey: 'lax' }), 1)
  const other = await manager.handleOutput(output({ stepKey: 'other' }), 1)
  await manager.deleteOutput?.(input(handled))
  expect([existsSync(join(base, 'run', 'split')), files()]).toEqual([false, ['run/other/result.json']])
  await manager.deleteOutput?.(input(other))
  expect(readdirSync(base)).toEqual([])
})

test('a record that points out of the base deletes nothing', async () => {
  writeFileSync(join(base, 'mine.txt'), 'mine')
  const manager = fsIOManager({ baseDirectory: join(base, 'outputs') })
  for (const location of [join(base, 'mine.txt'), join(base, 'outputs'), join(base, 'outputs', '..', 'mine.txt'), '/'])
    await expect(manager.deleteOutput?.(input({ location }))).rejects.toMatchObject({ code: 'OUTPUT_OUTSIDE_BASE' })
  expect(files()).toEqual(['mine.txt'])
})

test('a stream that loses its file while it is read says so', async () => {
  const manager = fsIOManager({ baseDirectory: base })
  const handled = await manager.handleOutput(output(), new Blob([new Uint8Array(3_000_000)]).stream())
  const reader = ((await manager.loadInput(input(handled))) as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).value?.byteLength).toBe(1024 * 1024)
  rmSync(handled.location)
  await expect(reader.read()).rejects.toMatchObject({ code: 'OUTPUT_LOST' })
})

const inAnotherProcess = (body: string) =>
  spawn(process.execPath, ['--conditions=@pawl/source', '--input-type=module', '--eval', body], {
    env: { ...process.env, PAWL_TEST_BASE: base },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
const PRELUDE = `import { fsIOManager } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
const manager = fsIOManager({ baseDirectory: process.env.PAWL_TEST_BASE })
const output = { runId: 'run', jobName: 'job', stepKey: 'split', output: 'result', attempt: 1, signal: new AbortController().signal }
`

test('a process killed while it writes leaves nothing under the final name', async () => {
  const writer = inAnotherProcess(`${PRELUDE}
    async function* endless() { for (let n = 0; ; n++) { if (n === 20) console.log('writing'); yield Buffer.alloc(100_000) } }
    await manager.handleOutput(output, endless())`)
  await once(writer.stdout, 'data')
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  expect(files()).toEqual([expect.stringMatching(/^run\/split\/\.[0-9a-f]{12}-1\.tmp$/)])
  const manager = fsIOManager({ baseDirectory: base })
  const handled = await manager.handleOutput(output(), new Blob(['whole']).stream())
  expect(await text((await manager.loadInput(input(handled))) as ReadableStream<Uint8Array>)).toBe('whole')
})

test('of processes that race for one output exactly one stores it', async () => {
  const writers = Array.from({ length: 4 }, () =>
    inAnotherProcess(`${PRELUDE}
      const results = []
      for (let n = 0; n < 50; n++) {
        const stored = manager.handleOutput({ ...output, stepKey: 'step_' + n }, process.pid)
        results.push(await stored.then(() => process.pid, (error) => error.code))
      }
      console.log(JSON.stringify(results))`),
  )
  const results = await Promise.all(writers.map(async ({ stdout }) => JSON.parse(await text(stdout)) as (number | string)[]))
  for (let n = 0; n < 50; n++) {
    const answers = results.map((answer) => answer[n])
    const winners = answers.filter((answer) => answer !== 'OUTPUT_ALREADY_STORED')
    expect([n, winners]).toEqual([n, [Number(readFileSync(join(base, 'run', `step_${n}`, 'result.json'), 'utf8'))]])
  }
})
