import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Definitions } from '@pawl/core/plugin'
import { FrameworkError, isRecord } from '@pawl/core/plugin'

/** A default export made by any copy of `definitions()`. */
const isDefinitions = (value: unknown): value is Definitions =>
  isRecord(value) && value['kind'] === 'definitions' && Array.isArray(value['jobs'])

/**
 * Imports a location's module. Whatever its code throws comes through.
 * @throws FrameworkError NO_MODULE when there is no such file, NO_DEFINITIONS when it exports none as default
 */
export async function importDefinitions(modulePath: string, projectDirectory: string): Promise<Definitions> {
  if (!existsSync(modulePath)) {
    const path = relative(projectDirectory, modulePath)
    throw new FrameworkError('NO_MODULE', { message: `There is no file "${path}". Correct "locations" in pawl.config.ts.` })
  }
  const module: unknown = await import(pathToFileURL(modulePath).href)
  const exported = isRecord(module) || typeof module === 'object' ? (module as { default?: unknown }).default : undefined
  if (isDefinitions(exported)) return exported
  const found = exported === undefined ? 'has no default export' : 'exports something else as default'
  throw new FrameworkError('NO_DEFINITIONS', {
    message: `The module ${found}. End it with: export default definitions({ jobs: [...] })`,
  })
}
