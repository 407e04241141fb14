import type { RunInfo } from '../definition/context.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import type { AnySchema } from '../definition/schema.ts'
import type { Clock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { Random } from '../foundation/random.ts'
import { parseConfig } from '../plan/parse-config.ts'
import type { PlannedJob, StepKey } from '../plan/plan.ts'
import { configAt, stepConfigHash, stepConfigPath } from '../plan/step-config.ts'
import type { AttemptServices } from './attempt-services.ts'
import type { IOManagerPool } from './io-manager-pool.ts'
import { resourcePool } from './resource-pool.ts'

/** What the process around a run does for its attempts. */
export type AttemptHooks = Pick<AttemptServices, 'storeAttachment' | 'within' | 'spillLog'>

export interface RunServicesOptions {
  readonly planned: PlannedJob
  /** What runs get by resource key: the job's laid over the project's. What ops bring to fall back on need not be in it. */
  readonly resources: Readonly<Record<string, ResourceDefinition>>
  readonly ioManagers: IOManagerPool
  /** The run config document, `{ env }` unresolved. */
  readonly config: JsonObject
  readonly run: RunInfo
  readonly clock: Clock
  readonly random: Random
  /** Of the machine whose disk `host`-scoped I/O managers write to. */
  readonly hostId: string
  /** Reads the environment that `{ env }` in a config names. */
  readonly env: (name: string) => string | undefined
  /** Aborts when the run is to be canceled. */
  readonly signal: AbortSignal
  readonly hooks: AttemptHooks
}

const NO_CONFIG: Readonly<Record<string, never>> = Object.freeze({})

/** Makes one value for each key, when it is first asked for. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

/**
 * Everything that the attempts of one run need. Configs are parsed when they are first needed and once per planned step, however
 * many copies of it a dynamic output makes; the copies share what was parsed.
 */
export async function runServices(options: RunServicesOptions): Promise<AttemptServices> {
  const { planned, config, env, run, signal } = options

  async function parsed(schema: AnySchema | undefined, path: readonly string[]): Promise<unknown> {
    if (schema === undefined) return NO_CONFIG
    const result = await parseConfig({ schema, value: configAt(config, path), path }, env)
    if (result.ok) return result.value
    throw new FrameworkError('INVALID_CONFIG', {
      message: result.errors.map(({ message }) => message).join('\n'),
      details: { errors: result.errors },
    })
  }

  const hashes = new Map<StepKey, string | undefined>()
  for (const step of planned.plan.steps) hashes.set(step.key, await stepConfigHash(planned, step, config))

  return {
    clock: options.clock,
    random: options.random,
    run,
    hostId: options.hostId,
    resources: resourcePool({
      runId: run.runId,
      definitions: options.resources,
      config: (key, definition) => parsed(definition.config, ['resources', key, 'config']),
      signal,
    }),
    ioManager: (key) => options.ioManagers.get(key),
    stepConfig: remembered((key) => parsed(planned.bindings.get(key)?.op.config, stepConfigPath(key))),
    configHash: (key) => hashes.get(key),
    literalInput: async (path) => configAt(config, path),
    ...options.hooks,
  }
}
