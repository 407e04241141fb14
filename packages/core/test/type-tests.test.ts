import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { compileAsUser, tsc } from './compile.ts'

const PACKAGE = dirname(import.meta.dirname)
const DEFINITION = join(PACKAGE, 'src', 'definition')

test('every program in the type tests is refused or accepted as it says', () => {
  // An @ts-expect-error above a line without an error is an error of its own (TS2578).
  expect(tsc(['-p', 'tsconfig.type-tests.json'], PACKAGE)).toBe('')
})

test('also for a user whose compiler is less strict', () => {
  const looser = ['--exactOptionalPropertyTypes', 'false', '--noUncheckedIndexedAccess', 'false']
  expect(tsc(['-p', 'tsconfig.type-tests.json', ...looser], PACKAGE)).toBe('')
})

test('an expected error that does not come is an error', () => {
  const { errors } = compileAsUser({ 'right.ts': '// @ts-expect-error: nothing is wrong here\nexport const right: number = 1\n' })
  expect(errors('right.ts')).toEqual(["TS2578: Unused '@ts-expect-error' directive."])
})

test('the type tests hold at least 100 refused programs, no two told in the same words', () => {
  const files = readdirSync(DEFINITION).filter((name) => name.endsWith('.test-d.ts'))
  const refused = files.flatMap((name) => {
    const told = readFileSync(join(DEFINITION, name), 'utf8').matchAll(/@ts-expect-error: (.*)/g)
    return [...told].map(([, words]) => `${name}: ${words}`)
  })
  expect(refused.length).toBeGreaterThanOrEqual(100)
  expect(refused.filter((words, index) => refused.indexOf(words) !== index)).toEqual([])
})
