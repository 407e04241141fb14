import { readFileSync, realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../package-folder.ts'

export interface ProjectFile {
  /** From the project's folder. */
  readonly path: string
  readonly content: string
}

/** How a new project gets the packages of Pawl. */
export interface PawlSource {
  /** The version range, or link, of one of them. */
  readonly dependency: (name: 'core' | 'daemon' | 'cli') => string
  readonly install: string
  /** Set where Node itself comes from a package: the one of this machine may be too old. */
  readonly nodeVersion: string | undefined
}

const isInPackages = (path: string): boolean => path.split(/[\\/]/).includes('node_modules')

const ownVersion = (): string =>
  (JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as { readonly version: string }).version

/** From the registry like this package itself; a checkout of Pawl, which no registry knows, is linked, and only pnpm can do that. */
export function pawlSource(): PawlSource {
  const here = realpathSync(fileURLToPath(packageFolder))
  const nodeVersion = isInPackages(realpathSync(process.execPath)) ? process.versions.node : undefined
  if (isInPackages(here)) return { dependency: () => `^${ownVersion()}`, install: 'npm install', nodeVersion }
  return {
    nodeVersion,
    dependency: (name) => `link:${fileURLToPath(new URL(`../${name}`, packageFolder))}`,
    install: 'npx --yes pnpm@12 install',
  }
}

/** A folder's name as npm takes it for a package. */
export const packageName = (directory: string): string =>
  basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '') || 'pawl-project'

function packageJson(name: string, { dependency, nodeVersion }: PawlSource): string {
  const content = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    scripts: { dev: 'pawl dev', test: 'node --test', check: 'tsc' },
    dependencies: {
      '@pawl/cli': dependency('cli'),
      '@pawl/core': dependency('core'),
      '@pawl/daemon': dependency('daemon'),
      zod: '^4.0.0',
    },
    devDependencies: {
      '@types/node': '^24.0.0',
      ...(nodeVersion === undefined ? {} : { node: nodeVersion }),
      typescript: '>=5.9.0',
    },
  }
  return `${JSON.stringify(content, undefined, 2)}\n`
}

/** The template's files, and what they are called in a project: npm leaves files called .gitignore out of packages. */
const TEMPLATE = [
  ['pawl.config.ts', 'pawl.config.ts'],
  ['src/definitions.ts', 'src/definitions.ts'],
  ['test/hello.ts', 'test/hello.ts'],
  ['tsconfig.json', 'tsconfig.json'],
  ['gitignore', '.gitignore'],
  ['README.md', 'README.md'],
] as const

/** Every file of a new project. */
export function projectFiles(directory: string, source: PawlSource): readonly ProjectFile[] {
  const name = packageName(directory)
  const fromTemplate = TEMPLATE.map(([from, path]) => {
    const text = readFileSync(new URL(`template/${from}`, packageFolder), 'utf8')
    return { path, content: text.replaceAll('{{name}}', name).replaceAll('{{install}}', source.install) }
  })
  // pnpm runs no package's install script unless it is named; that of "node" puts the program where it is found.
  const allowed =
    source.nodeVersion === undefined ? [] : [{ path: 'pnpm-workspace.yaml', content: 'allowBuilds:\n  node: true\n' }]
  return [{ path: 'package.json', content: packageJson(name, source) }, ...fromTemplate, ...allowed]
}
