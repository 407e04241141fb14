import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { InputContext, IOManager, OutputContext } from '@pawl/core/plugin'
import { expect, onTestFinished, test } from 'vitest'
import { svgFiles } from './svg-files.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const { signal } = new AbortController()
const context: OutputContext = { runId: 'r1', jobName: 'j', stepKey: 'report', output: 'map', attempt: 1, signal }

async function managerForTest(): Promise<IOManager> {
  const baseDirectory = await mkdtemp(join(tmpdir(), 'svg-files-'))
  onTestFinished(() => rm(baseDirectory, { recursive: true }))
  return svgFiles({ baseDirectory })
}

async function store(manager: IOManager): Promise<InputContext> {
  const handled = await manager.handleOutput(context, SVG)
  const stored = { ...handled, ioManager: 'svg', hostId: 'h', originRunId: 'r1', originAttempt: 1 }
  return {
    runId: 'r2',
    stepKey: 's',
    upstream: { stepKey: 'report', output: 'map', stored: { ...stored, metadata: {} } },
    signal,
  }
}

test('a picture is a file that a browser opens, alone in its folder, and is loaded as it was', async () => {
  const manager = await managerForTest()
  const input = await store(manager)
  const { location } = input.upstream.stored
  expect(basename(location)).toBe('map.svg')
  expect(await readFile(location, 'utf8')).toBe(SVG)
  expect(await readdir(dirname(location))).toEqual(['map.svg'])
  expect(await manager.loadInput(input)).toBe(SVG)
})

test('the same picture may be stored again, another never takes its place; a later attempt writes elsewhere', async () => {
  const manager = await managerForTest()
  const first = await manager.handleOutput(context, SVG)
  expect(await manager.handleOutput(context, SVG)).toEqual(first)
  await expect(manager.handleOutput(context, '<svg/>')).rejects.toMatchObject({ code: 'OUTPUT_ALREADY_STORED' })
  expect((await manager.handleOutput({ ...context, attempt: 2 }, '<svg/>')).location).not.toBe(first.location)
  expect(await readFile(first.location, 'utf8')).toBe(SVG)
})

test('a picture that is gone or was altered is lost, not wrong', async () => {
  const manager = await managerForTest()
  const input = await store(manager)
  await writeFile(input.upstream.stored.location, SVG.slice(0, -1))
  await expect(manager.loadInput(input)).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'changed' } })
  await rm(input.upstream.stored.location)
  await expect(manager.loadInput(input)).rejects.toMatchObject({ code: 'OUTPUT_LOST', details: { loss: 'missing' } })
})

test('what is no text is refused', async () => {
  const manager = await managerForTest()
  await expect(manager.handleOutput(context, { svg: SVG })).rejects.toMatchObject({ code: 'OUTPUT_NOT_SERIALISABLE' })
})
