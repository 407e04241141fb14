import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidV7 } from '@pawl/core/plugin'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAttachment, writeAttachment } from './attachment-files.ts'

const RUN = uuidV7(1_700_000_000_000, Math.random)
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pawl-attachments-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const svg = { kind: 'image', mediaType: 'image/svg+xml', content: '<svg/>' } as const

test('what is written is read, with its media type', async () => {
  const { attachmentId, sizeBytes } = await writeAttachment(directory, RUN, svg)
  expect(sizeBytes).toBe(6)
  const read = await readAttachment(directory, RUN, attachmentId)
  expect(read?.mediaType).toBe('image/svg+xml')
  expect(Buffer.from(read?.content ?? []).toString()).toBe('<svg/>')
})

test('a picture is kept as its bytes', async () => {
  const content = Buffer.from([0x89, 0x50, 0x4e, 0x47]).toString('base64')
  const { attachmentId } = await writeAttachment(directory, RUN, { kind: 'image', mediaType: 'image/png', content })
  expect([...((await readAttachment(directory, RUN, attachmentId))?.content ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47])
})

test('the same written at the same time is kept once, and nothing else lies there', async () => {
  const written = await Promise.all(Array.from({ length: 20 }, () => writeAttachment(directory, RUN, svg)))
  expect(new Set(written.map(({ attachmentId }) => attachmentId)).size).toBe(1)
  expect(readdirSync(join(directory, RUN))).toEqual([written[0]?.attachmentId])
})

test.each([
  ['../../secret', 'x'],
  [RUN, '../secret.txt'],
  [RUN, `${'0'.repeat(64)}.txt`],
  [RUN, `${'0'.repeat(64)}.html`],
])('nothing is read for run %s and id %s', async (runId, attachmentId) => {
  expect(await readAttachment(directory, runId, attachmentId)).toBeUndefined()
})
