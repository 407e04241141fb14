import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { didYouMean, FrameworkError } from '@pawl/core/plugin'
import type { z } from 'zod'
import { configSchema } from './config-schema.ts'
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

const knownKeys = (path: readonly PropertyKey[]): readonly string[] => {
  const shape = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], shapeOf())
  return Object.keys((shape ?? {}) as object)
}

/** Option names as a tree, read off what the defaults are made of. */
const shapeOf = (): unknown => ({
  ...configSchema.parse({}),
  storage: { sqlite: { path: '' } },
  io: { baseDirectory: '' },
  opRetry: { maxRetries: 0, delaySeconds: 0, jitter: 0 },
  runRetries: { enabled: true, maxRetries: 0, strategy: '', retryOnAssetOrOpFailure: true, delaySeconds: 0, jitter: 0 },
  worker: { processes: 0, runsAtOnce: 0, memoryLimitMb: 0 },
  server: { host: '', port: 0, token: '', allowedHosts: [], allowedOrigins: [] },
})

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.')
  if (issue.code !== 'unrecognized_keys') return `${path === '' ? 'the config' : `"${path}"`}: ${issue.message}`
  const described = issue.keys.map((key) => {
    const known = knownKeys(issue.path)
    const meant = didYouMean(key, known)
    return `"${[...issue.path.map(String), key].join('.')}" is no option. ${meant === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${meant}"?`}`
  })
  return described.join('\n')
}

/** @throws FrameworkError INVALID_PROJECT_CONFIG naming each option that is wrong */
export function resolveConfig(value: unknown, where: string): ResolvedConfig {
  const parsed = configSchema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  throw new FrameworkError('INVALID_PROJECT_CONFIG', {
    message: `${where} is not right:\n${parsed.error.issues.map(describeIssue).join('\n')}`,
  })
}

async function importConfig(configPath: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(configPath).href)) as { default?: unknown }
    return module.default
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new FrameworkError('INVALID_PROJECT_CONFIG', { message: `${configPath} could not be imported: ${why}`, cause })
  }
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
  const home = environment['PAWL_HOME'] === undefined ? join(found.directory, '.pawl') : resolve(environment['PAWL_HOME'])
  return { ...found, config, home }
}
