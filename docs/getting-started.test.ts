import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPOSITORY, readPage } from './test/pages.ts'
import { snippetsOf } from './test/snippets.ts'

const run = promisify(execFile)
const page = readPage('docs/getting-started.md')
const SOURCE = ['--conditions=@pawl/source', '--disable-warning=ExperimentalWarning']
const PAWL = join(REPOSITORY, 'packages/cli/src/main.ts')

let folder: string
let project: string

async function node(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [...SOURCE, ...args], { cwd: project, env: { ...process.env, NO_COLOR: '1' } })
  return stdout
}

const pawl = (...args: readonly string[]): Promise<string> => node(PAWL, ...args)

beforeAll(async () => {
  const snippets = join(REPOSITORY, 'docs/dist')
  mkdirSync(snippets, { recursive: true })
  folder = mkdtempSync(join(snippets, 'start-'))
  project = folder
  await pawl('init', 'my-project')
  // Inside the documentation, whose packages the project finds: nothing is installed.
  project = join(folder, 'my-project')
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What differs from one run to the next. */
const timeless = (text: string): string =>
  text
    .trim()
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d+(\.\d+)? (ms|s)\b/g, 'TIME')
    .replaceAll(/^ +(?=TIME)/gm, '')

test.each(['src/definitions.ts', 'test/hello.ts'])('%s is what the page shows', (path) => {
  const shown = snippetsOf(page).find(({ file }) => file === path)?.source ?? ''
  expect(shown.replace(/^.*\n/, '').replace(/\nexport \{\}\n$/, '\n')).toBe(readFileSync(join(project, path), 'utf8'))
})

test('the first run prints what the page shows', async () => {
  const shown = page.blocks.find(({ language, text }) => language === 'text' && text.startsWith('Run '))?.text ?? ''
  expect(timeless(await pawl('job', 'launch', 'hello', '--wait'))).toBe(timeless(shown))
}, 60_000)

test('the value that is set in the run config counts', async () => {
  const printed = await pawl('job', 'launch', 'hello', '--wait', '--json', '--set', 'ops.find_worlds.config.limit=2')
  const { status, outputs } = JSON.parse(printed) as {
    readonly status: string
    readonly outputs: readonly { readonly location: string }[]
  }
  expect(status).toBe('SUCCESS')
  expect(JSON.parse(readFileSync(outputs[0]?.location ?? '', 'utf8'))).toEqual(['Hello, Mercury!', 'Hello, Venus!'])
}, 60_000)

test('its test passes', async () => {
  expect(await node('--test')).toMatch(/fail 0/)
}, 60_000)
