import type { OpDefinition } from '../definition/op-definition.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import type { AnySchema } from '../definition/schema.ts'
import { configAt, stepConfigPath } from './config-path.ts'
import { type ParsedConfig, parseConfig } from './parse-config.ts'
import type { StepKey } from './plan.ts'

/** Where the worker finds what its run needs: the stored document and its own environment. */
export interface ConfigSource {
  readonly document: unknown
  readonly env: (name: string) => string | undefined
}

async function resolve(
  schema: AnySchema | undefined,
  path: readonly string[],
  { document, env }: ConfigSource,
): Promise<ParsedConfig> {
  if (schema === undefined) return { ok: true, value: {} }
  return parseConfig({ schema, value: configAt(document, path), path }, env)
}

/** The config a step runs with: `{ env }` replaced, defaults filled in, transforms applied. `{}` for an op without config. */
export const resolveStepConfig = (op: OpDefinition, key: StepKey, source: ConfigSource): Promise<ParsedConfig> =>
  resolve(op.config, [...stepConfigPath(key), 'config'], source)

/** The config a resource is initialised with, as {@link resolveStepConfig} gives a step's. */
export const resolveResourceConfig = (definition: ResourceDefinition, key: string, source: ConfigSource): Promise<ParsedConfig> =>
  resolve(definition.config, ['resources', key, 'config'], source)
