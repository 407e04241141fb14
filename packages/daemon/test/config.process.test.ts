import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const program = fileURLToPath(new URL('./print-project.ts', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'pawl-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** What Node makes of configs, all in one process: vitest would transform the files. */
function loaded(configs: readonly string[]): readonly unknown[] {
  const folders = configs.map((config, index) => {
    const folder = join(directory, String(index))
    mkdirSync(folder)
    writeFileSync(join(folder, 'pawl.config.ts'), config)
    return folder
  })
  const { stdout } = spawnSync(process.execPath, [program, ...folders], { encoding: 'utf8' })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

test('a config in TypeScript is taken; what Node cannot run is told with file and line', () => {
  const [good, syntax, twice, notPlain] = loaded([
    'const port: number = 4141\nexport default { server: { port } }',
    'export default {\n  server: = 1\n}',
    'const a = 1\nconst a = 2\nexport default {}',
    'enum A { B }\nexport default {}',
  ])
  expect(good).toMatchObject({ server: { port: 4141 } })
  expect(syntax).toMatch(/could not be imported: .*pawl\.config\.ts:2: /)
  expect(twice).toMatch(/pawl\.config\.ts:2: Identifier 'a' has already been declared/)
  expect(notPlain).toMatch(/pawl\.config\.ts:1: TypeScript enum is not supported.*Node runs/)
})
