import { execFile } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packagesFolder, pawl } from './test-project.ts'

const FILES = [
  'package.json',
  'pawl.config.ts',
  'src/definitions.ts',
  'test/hello.ts',
  'tsconfig.json',
  '.gitignore',
  'README.md',
]
const run = promisify(execFile)

let folder: string

beforeEach(() => {
  folder = packagesFolder()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a new project is listed file by file, and runs at once: its job, its test, its types', async () => {
  const project = join(folder, 'My Project')
  const { code, stdout } = await pawl(['init', 'My Project'], { cwd: folder })
  expect(code).toBe(0)
  expect(stdout).toContain(`A new project in ${project}:\n${FILES.map((path) => `  ${path}\n`).join('')}`)
  expect(stdout).toMatch(/Next:\n {2}cd My Project\n {2}.*install\n {2}npx pawl job launch hello --wait\n/)
  expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).toMatchObject({ name: 'my-project', type: 'module' })
  expect(readFileSync(join(project, 'README.md'), 'utf8')).toMatch(/^# my-project\n/)

  // The folder above holds the packages that an install would have put here.
  renameSync(join(folder, 'node_modules'), join(project, 'node_modules'))
  const launched = await pawl(['job', 'launch', 'hello', '--wait', '--json'], { cwd: project })
  expect(JSON.parse(launched.stdout)).toMatchObject({ status: 'SUCCESS', outputs: [{ name: 'result' }] })
  await run(process.execPath, ['--test'], { cwd: project })
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const types = join(dirname(createRequire(import.meta.url).resolve('@types/node/package.json')), '..')
  // The types come from our sources, which are written for stricter settings and checked elsewhere: those lines begin with "..".
  const args = [tsc, '--customConditions', '@pawl/source', '--typeRoots', types]
  const { stdout: problems } = await run(process.execPath, args, { cwd: project }).catch((error: { stdout: string }) => error)
  expect(problems.split('\n').filter((line) => line !== '' && !/^(\.\.| )/.test(line))).toEqual([])
})

test('nothing is overwritten, and nothing written beside what is there', async () => {
  writeFileSync(join(folder, 'README.md'), 'mine\n')
  const { code, stdout, stderr } = await pawl(['init', '--json'], { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toBe(`error: ${folder} has "README.md" already, and nothing is overwritten. Choose an empty folder.\n`)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'FILES_EXIST' } })
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine\n')
  expect(await pawl(['init', 'a', 'b'], { cwd: folder })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('too many arguments'),
  })
})
