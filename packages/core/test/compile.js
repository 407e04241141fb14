import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const PACKAGE = dirname(import.meta.dirname)
const require = createRequire(import.meta.url)
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
const COMPILER_OPTIONS = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  declaration: true,
  emitDeclarationOnly: true,
  outDir: 'declarations',
  skipLibCheck: true,
  types: [],
}
/** Runs the TypeScript compiler; errors are its output, not an exception. */
export function tsc(args, cwd) {
  try {
    return execFileSync(process.execPath, [TSC, '--pretty', 'false', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const { stdout } = error
    if (stdout === undefined || stdout === '') throw error
    return stdout
  }
}
/** Compiles a user's package against the declarations of this one, as it would be installed. */
export function compileAsUser(files) {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-user-')))
  try {
    install(project)
    for (const [name, source] of Object.entries(files)) writeFileSync(join(project, name), source)
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', type: 'module' }))
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: Object.keys(files) }),
    )
    const errors = errorsByFile(tsc(['-p', '.'], project))
    const emitted = readEmitted(join(project, 'declarations'))
    return { errors: (file) => errors.get(file) ?? [], declarations: (file) => emitted.get(file.replace(/\.ts$/, '.d.ts')) ?? '' }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}
function install(project) {
  const core = join(project, 'node_modules', '@pawl', 'core')
  mkdirSync(core, { recursive: true })
  tsc(['-p', 'tsconfig.build.json', '--outDir', join(core, 'dist')], PACKAGE)
  writeFileSync(join(core, 'package.json'), readFileSync(join(PACKAGE, 'package.json')))
  for (const dependency of ['zod', '@standard-schema']) {
    symlinkSync(realpathSync(join(PACKAGE, 'node_modules', dependency)), join(project, 'node_modules', dependency), 'dir')
  }
}
const readEmitted = (directory) =>
  new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]))
function errorsByFile(output) {
  const errors = new Map()
  let last
  for (const line of output.split('\n').filter((text) => text !== '')) {
    const found = /^([^(]+)\(\d+,\d+\): error (.*)$/.exec(line)
    const [, file, message] = found ?? []
    if (file !== undefined && message !== undefined) {
      last = errors.get(file) ?? []
      errors.set(file, last)
      last.push(message)
    } else if (last !== undefined) last.push(`${last.pop()}\n${line}`)
  }
  return errors
}
