import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocationFiles } from './location-files.ts'

let project: string
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pawl-files-'))
  write('package.json', '{}')
  write('src/main.ts', "import data from './data.json' with { type: 'json' }\n")
})
afterEach(() => rmSync(project, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}
const filesOf = (module = 'src/main.ts') =>
  new LocationFiles({ modulePath: join(project, module), projectDirectory: project, excluded: [join(project, 'out')] })

test.each(['src/main.ts', 'src/helper.js', 'query.sql', 'settings.yaml', 'package.json', 'src/data.json'])(
  'a change of %s makes another generation',
  async (path) => {
    const files = filesOf()
    const before = await files.generation()
    expect(await files.generation()).toBe(before)
    write(path, '/* another */')
    expect(await files.generation()).not.toBe(before)
    expect(files.includesFile(join(project, path)) || path === 'src/data.json').toBe(true)
  },
)

test.each(['src/result.json', 'notes.txt', 'README.md', 'out/made.ts', 'node_modules/x/index.js', 'dist/main.js', '.cache/x.ts'])(
  'a change of %s does not',
  async (path) => {
    const files = filesOf()
    const before = await files.generation()
    write(path, 'x')
    expect(await files.generation()).toBe(before)
    expect(files.includesFile(join(project, path))).toBe(false)
  },
)

test('JSON that the code imports is watched', async () => {
  const files = filesOf()
  await files.generation()
  expect(files.includesFile(join(project, 'src/data.json'))).toBe(true)
})

test('the order in which files are found does not matter, their names and contents do', async () => {
  write('a.ts', '1')
  write('b.ts', '2')
  const before = await filesOf().generation()
  write('a.ts', '2')
  write('b.ts', '1')
  expect(await filesOf().generation()).not.toBe(before)
})

test('a location is the package of its module, within the project', () => {
  expect(filesOf().root).toBe(project)
  write('jobs/package.json', '{}')
  expect(filesOf('jobs/src/main.ts').root).toBe(join(project, 'jobs'))
  rmSync(join(project, 'package.json'))
  expect(filesOf().root).toBe(join(project, 'src'))
})

test('a folder that is not there has a generation too', async () => {
  expect(await filesOf('nowhere/main.ts').generation()).toMatch(/^[0-9a-f]{16}$/)
})
