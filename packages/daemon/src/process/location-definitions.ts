import { pathToFileURL } from 'node:url'
import type { Definitions } from '@pawl/core/plugin'
import { FrameworkError, isRecord } from '@pawl/core/plugin'

/** A default export made by any copy of `definitions()`. */
const isDefinitions = (value: unknown): value is Definitions =>
  isRecord(value) && value['kind'] === 'definitions' && Array.isArray(value['jobs'])

/**
 * Imports a location's module. Whatever its code throws comes through.
 * @throws FrameworkError NO_DEFINITIONS when it exports none as default
 */
export async function importDefinitions(modulePath: string): Promise<Definitions> {
  const module: unknown = await import(pathToFileURL(modulePath).href)
  const exported = isRecord(module) || typeof module === 'object' ? (module as { default?: unknown }).default : undefined
  if (isDefinitions(exported)) return exported
  const found = exported === undefined ? 'has no default export' : 'exports something else as default'
  throw new FrameworkError('NO_DEFINITIONS', {
    message: `The module ${found}. End it with: export default definitions({ jobs: [...] })`,
  })
}
