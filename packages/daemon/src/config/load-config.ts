import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { FrameworkError } from '@pawl/core/plugin'
import { codeSearch } from '../location/code-search.ts'
import { describeLoadError } from '../location/load-error.ts'
import { configSchema } from './config-schema.ts'
import { describeConfigIssue } from './describe-config-issue.ts'
import type { ResolvedConfig } from './pawl-config.ts'

const CONFIG_FILES = ['pawl.config.ts', 'pawl.config.mts', 'pawl.config.js', 'pawl.config.mjs']

export interface Project {
  readonly directory: string
  /** Undefined where the project has no config file: everything has its default then. */
  readonly configPath: string | undefined
  readonly config: ResolvedConfig
  /** Where Pawl keeps the project's runs: `.pawl` beside the config, or PAWL_HOME. */
  readonly home: string
}

/** The nearest folder, from `from` upwards, with a config file. */
export function findProject(from: string): { readonly directory: string; readonly configPath: string } | undefined {
  for (let directory = resolve(from); ; directory = dirname(directory)) {
    const name = CONFIG_FILES.find((file) => existsSync(join(directory, file)))
    if (name !== undefined) return { directory, configPath: join(directory, name) }
    if (directory === dirname(directory)) return undefined
  }
}

/** @throws FrameworkError INVALID_PROJECT_CONFIG naming each option that is wrong */
export function resolveConfig(value: unknown, where: string): ResolvedConfig {
  const parsed = configSchema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new FrameworkError('INVALID_PROJECT_CONFIG', {
    message: `${where} is not right:\n${parsed.error.issues.flatMap(describeConfigIssue).join('\n')}`,
  })
}

async function importConfig(configPath: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(configPath).href)) as { default?: unknown }
    if (module.default !== undefined) return module.default
  } catch (cause) {
    const search = codeSearch({
      async *list() {
        yield configPath
      },
    })
    const { message } = await describeLoadError(cause, search)
    throw new FrameworkError('INVALID_PROJECT_CONFIG', { message: `${configPath} could not be imported: ${message}`, cause })
  }
  throw new FrameworkError('INVALID_PROJECT_CONFIG', {
    message: `${configPath} has no default export. End it with: export default defineConfig({ ... })`,
  })
}

/**
 * Finds and reads a project's config.
 * @throws FrameworkError NO_PROJECT, INVALID_PROJECT_CONFIG
 */
export async function loadProject(from: string, environment: NodeJS.ProcessEnv): Promise<Project> {
  const found = findProject(from)
  if (found === undefined) {
    throw new FrameworkError('NO_PROJECT', {
      message: `There is no pawl.config.ts in ${resolve(from)} or above it. Run "pawl init" to make a project, or change to its folder.`,
    })
  }
  const config = resolveConfig(await importConfig(found.configPath), found.configPath)
  // An empty variable is none: it is how one is unset for a single command.
  const home = environment['PAWL_HOME'] || join(found.directory, '.pawl')
  return { ...found, config, home: resolve(home) }
}
