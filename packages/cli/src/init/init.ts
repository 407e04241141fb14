import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { FrameworkError, listed } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { type ProjectFile, pawlSource, projectFiles } from './project-files.ts'

function refuseToOverwrite(directory: string, files: readonly ProjectFile[]): void {
  const there = files.filter(({ path }) => existsSync(join(directory, path))).map(({ path }) => path)
  if (there.length === 0) return
  const message = `${directory} has ${listed(there)} already, and nothing is overwritten. Choose an empty folder.`
  throw new FrameworkError('FILES_EXIST', { message, details: { directory, files: there } })
}

function writeFiles(directory: string, files: readonly ProjectFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content, { flag: 'wx' })
  }
}

/** `pawl init`. @throws FrameworkError FILES_EXIST, before anything is written */
export async function init({ isJson, print, printJson, paint }: CommandContext, dir = '.'): Promise<number> {
  const directory = resolve(dir)
  const source = pawlSource()
  const files = projectFiles(directory, source)
  refuseToOverwrite(directory, files)
  writeFiles(directory, files)
  const folder = relative('.', directory)
  const next = [...(folder === '' ? [] : [`cd ${folder}`]), source.install, 'npx pawl job launch hello --wait']
  const paths = files.map(({ path }) => path)
  if (isJson) printJson({ directory, files: paths, next })
  else {
    print(`A new project in ${paint('bold', directory)}:`, ...paths.map((path) => `  ${path}`))
    print('', 'Next:', ...next.map((line) => `  ${paint('cyan', line)}`), '', 'Then "npx pawl dev" for the launchpad.')
  }
  return EXIT.ok
}
