import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { publish } from './publish.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-publish-'))
  writeFileSync(join(folder, '.temporary'), 'new')
})
afterEach(() => rmSync(folder, { recursive: true }))

const noHardLinks = (): never => {
  throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
}

test.each([
  ['with hard links', undefined],
  ['on a file system without hard links', noHardLinks],
])('%s a file gets its final name once and never replaces another', (_where, link) => {
  const [temporary, final] = [join(folder, '.temporary'), join(folder, 'result.txt')]
  expect(publish(temporary, final, link)).toBe(true)
  expect(readdirSync(folder)).toEqual(['result.txt'])
  writeFileSync(temporary, 'newer')
  expect(publish(temporary, final, link)).toBe(false)
  expect(readFileSync(final, 'utf8')).toBe('new')
})

test('a temporary file that vanished is an error', () => {
  expect(() => publish(join(folder, 'gone'), join(folder, 'result.txt'))).toThrow('ENOENT')
})
