import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findCycle, isTest, readSources, resolveRelative, type SourceFile } from './source-imports.ts'

const ROOT = join(import.meta.dirname, '..')

/** The folders of core: each imports only from itself and from those before it. It is also the order in which a newcomer reads. */
const LAYERS = ['foundation', 'definition', 'plan', 'event', 'run', 'execution', 'storage', 'launch', 'instance']

/** What the sources of each package may import of ours; `core/plugin` is core's entry for all but job authors. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/codec': ['core/plugin'],
  'packages/testing': ['core/plugin'],
  'packages/io-fs': ['core/plugin', 'codec'],
  'packages/io-s3': ['core/plugin', 'codec'],
  'packages/storage': ['core/plugin'],
  'packages/graphql': ['core', 'core/plugin'],
  'packages/daemon': ['core', 'core/plugin', 'graphql', 'storage', 'io-fs', 'launchpad'],
  'packages/cli': ['core', 'core/plugin', 'daemon'],
  'apps/launchpad': [],
}

const workspaces = ['packages', 'apps'].flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
const sourcesOf = (workspace: string): readonly SourceFile[] => readSources(ROOT, `${workspace}/src`)
const productionOf = (workspace: string): readonly SourceFile[] => sourcesOf(workspace).filter(({ path }) => !isTest(path))

const importsOf = (files: readonly SourceFile[]): readonly { readonly path: string; readonly specifier: string }[] =>
  files.flatMap(({ path, imports }) => imports.map(({ specifier }) => ({ path, specifier })))

/** The sources that a package's entries are made of. */
function entriesOf(workspace: string): readonly string[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, workspace, 'package.json'), 'utf8')) as {
    readonly exports?: Readonly<Record<string, { readonly '@pawl/source'?: string }>>
  }
  return Object.values(exports ?? {}).flatMap((entry) =>
    entry['@pawl/source'] === undefined ? [] : [join(workspace, entry['@pawl/source'])],
  )
}

test('every workspace has its directions', () => {
  expect(workspaces.filter((workspace) => !Object.hasOwn(DIRECTIONS, workspace))).toEqual([])
  for (const workspace of Object.keys(DIRECTIONS)) expect(sourcesOf(workspace)).not.toEqual([])
})

test('each folder of core imports only from the layers before it', () => {
  const layerOf = (path: string): number => LAYERS.indexOf(path.split('/')[3] ?? '')
  const files = productionOf('packages/core')
  const folders = files.filter(({ path }) => path.split('/').length > 4)
  expect([...new Set(folders.map(({ path }) => path.split('/')[3]))].sort()).toEqual([...LAYERS].sort())
  const wrong = folders.flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      const target = resolveRelative(file, specifier)
      return target === undefined || layerOf(target) <= layerOf(file.path) ? [] : [`${file.path} -> ${target}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('core imports nothing but the Standard Schema types', () => {
  const packages = importsOf(productionOf('packages/core')).filter(({ specifier }) => !specifier.startsWith('.'))
  expect([...new Set(packages.map(({ specifier }) => specifier))]).toEqual(['@standard-schema/spec'])
})

test('packages import each other in one direction, by their names', () => {
  const wrong = workspaces.flatMap((workspace) => {
    const allowed = DIRECTIONS[workspace] ?? []
    return importsOf(productionOf(workspace)).flatMap(({ path, specifier }) => {
      if (specifier.startsWith('@pawl/'))
        return allowed.includes(specifier.slice('@pawl/'.length)) ? [] : [`${path} -> ${specifier}`]
      const target = specifier.startsWith('.') ? join(path, '..', specifier) : undefined
      return target === undefined || target.startsWith(`${workspace}/`) ? [] : [`${path} -> ${target}`]
    })
  })
  expect(wrong).toEqual([])
})

test('package.json of a package depends on no package of ours that its sources may not import', () => {
  const wrong = workspaces.flatMap((workspace) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, workspace, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    const allowed = (DIRECTIONS[workspace] ?? []).map((entry) => `@pawl/${entry.split('/')[0]}`)
    return Object.keys(dependencies)
      .filter((name) => name.startsWith('@pawl/') && !allowed.includes(name))
      .map((name) => `${workspace} -> ${name}`)
  })
  expect(wrong).toEqual([])
})

test('no source imports a test, or what only serves tests', () => {
  const wrong = workspaces.flatMap((workspace) =>
    importsOf(productionOf(workspace)).filter(
      ({ path, specifier }) =>
        specifier.startsWith('.') && (isTest(specifier) || join(path, '..', specifier).startsWith(`${workspace}/test`)),
    ),
  )
  expect(wrong).toEqual([])
})

test('no file imports itself by way of others; in core not even for a type', () => {
  for (const workspace of workspaces) expect(findCycle(sourcesOf(workspace))).toBeUndefined()
  const loadingTypes = productionOf('packages/core').map((file) => ({
    ...file,
    imports: file.imports.map((one) => ({ ...one, typeOnly: false })),
  }))
  expect(findCycle(loadingTypes)).toBeUndefined()
})

test('only the entries of a package re-export', () => {
  const wrong = workspaces.flatMap((workspace) => {
    const entries = entriesOf(workspace)
    return sourcesOf(workspace)
      .filter(
        ({ path, imports }) =>
          !entries.includes(path) && !path.includes('/generated/') && imports.some(({ reExports }) => reExports),
      )
      .map(({ path }) => path)
  })
  expect(wrong).toEqual([])
})
