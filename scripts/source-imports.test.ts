import { expect, test } from 'vitest'
import { findCycle, readImports, type SourceFile } from './source-imports.ts'

test('every form of import is read, with what it loads at run time', () => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from './b.ts'",
    "import { type C, type D } from './c.ts'",
    "import {\n  type E,\n  e,\n} from './e.ts'",
    "import f, * as g from 'g'",
    "import './h.ts'",
    "export * from './i.ts'",
    "export type { J } from './j.ts'",
    "export { k } from './k.ts'",
    "const lazy = await import('./l.ts')",
    "type M = typeof import('./m.ts')",
    "// import { n } from './n.ts'",
    "const words = `\n  import { o } from './o.ts'\n`",
    'export const from = 1',
    "export const p = ['x', 'from']",
  ].join('\n')
  expect(readImports(text).map(({ specifier, reExports, typeOnly }) => [specifier, reExports, typeOnly])).toEqual([
    ['./a.ts', false, false],
    ['./b.ts', false, true],
    ['./c.ts', false, true],
    ['./e.ts', false, false],
    ['g', false, false],
    ['./i.ts', true, false],
    ['./j.ts', true, true],
    ['./k.ts', true, false],
    ['./h.ts', false, false],
    ['./l.ts', false, false],
    ['./m.ts', false, true],
  ])
})

const file = (path: string, ...imports: readonly string[]): SourceFile => ({
  path,
  imports: imports.map((specifier) => ({ specifier, reExports: false, typeOnly: specifier.startsWith('./type') })),
})

test('a cycle is found and told along its way; imports of types make none', () => {
  const straight = [file('src/a.ts', './b.ts', './c.ts'), file('src/b.ts', './c.ts'), file('src/c.ts')]
  expect(findCycle(straight)).toBeUndefined()
  const round = [file('src/a.ts', './b.ts'), file('src/b.ts', './d/c.ts'), file('src/d/c.ts', '../b.ts')]
  expect(findCycle(round)).toEqual(['src/b.ts', 'src/d/c.ts', 'src/b.ts'])
  expect(findCycle([file('src/type-a.ts', './type-b.ts'), file('src/type-b.ts', './type-a.ts')])).toBeUndefined()
})
