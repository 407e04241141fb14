import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './run-step.ts'

const PROJECT_FOLDERS = ['packages', 'apps', 'examples', 'bench', 'e2e', 'docs', 'scripts']

/** Every folder with a TypeScript project of its own. */
function listProjects(): readonly string[] {
  return PROJECT_FOLDERS.flatMap((folder) => [
    folder,
    ...(existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  ])
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
    .sort()
}

/** Packages that can be published: those that say which of their files would be. */
const listPackages = (): readonly string[] => readdirSync('packages').map((name) => join('packages', name))

/** All that a machine can hold us to besides the tests: format, lint, types, unused code, package contents. */
export const listCheckSteps = (): readonly Step[] => [
  { name: 'format and lint', command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'] },
  ...listProjects().map((folder) => ({ name: `types of ${folder}`, command: ['tsc', '-p', join(folder, 'tsconfig.json')] })),
  { name: 'types of the tests of packages/core', command: ['tsc', '-p', 'packages/core/tsconfig.test.json'] },
  { name: 'unused code and dependencies', command: ['knip'] },
  { name: 'import directions and cycles', command: ['vitest', 'run', 'scripts/architecture.test.ts'] },
  ...listPackages().map((folder) => ({ name: `contents of ${folder}`, command: ['publint', folder, '--strict'] })),
]
