import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('./print-project.ts', import.meta.url))

function loaded(config: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'pawl-config-'))
  try {
    writeFileSync(join(directory, 'pawl.config.ts'), config)
    const { stdout } = spawnSync(process.execPath, ['--conditions=@pawl/source', program, directory], { encoding: 'utf8' })
    return stdout.trim()
  } finally {
    rmSync(directory, { recursive: true })
  }
}

// Node says these things; vitest would transform the files.
test.each([
  ['a syntax error', 'export default {\n  server: = 1\n}', /could not be imported: .*pawl\.config\.ts:2: /],
  [
    'a name declared twice',
    'const a = 1\nconst a = 2\nexport default {}',
    /pawl\.config\.ts:2: Identifier 'a' has already been declared/,
  ],
  [
    'what is not plain TypeScript',
    'enum A { B }\nexport default {}',
    /pawl\.config\.ts:1: TypeScript enum is not supported.*Node runs/,
  ],
])('a config with %s is told with file and line', (_, config, message) => {
  expect(loaded(config)).toMatch(message)
})

test('a config in TypeScript is taken', () => {
  expect(JSON.parse(loaded('const port: number = 4141\nexport default { server: { port } }'))).toMatchObject({
    server: { port: 4141 },
  })
})
