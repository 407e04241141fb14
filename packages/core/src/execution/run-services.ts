import type { RunInfo } from '../definition/context.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import type { Clock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { Random } from '../foundation/random.ts'
import { configAt } from '../plan/config-path.ts'
import type { ParsedConfig } from '../plan/parse-config.ts'
import type { PlannedJob } from '../plan/plan.ts'
import { resolveResourceConfig, resolveStepConfig } from '../plan/resolve-step-config.ts'
import { stepConfigHashes } from '../plan/step-config-hash.ts'
import type { AttemptServices } from './attempt-services.ts'
import type { IOManagerPool } from './io-manager-pool.ts'
import { resourcePool } from './resource-pool.ts'

/** What the process around a run does for its attempts. */
export type AttemptHooks = Pick<AttemptServices, 'storeAttachment' | 'within' | 'spillLog' | 'turn'>

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

async function configOf(parsing: Promise<ParsedConfig>): Promise<unknown> {
  const parsed = await parsing
  if (parsed.ok) return parsed.value
  throw new FrameworkError('INVALID_CONFIG', {
    message: parsed.errors.map(({ message }) => message).join('\n'),
    details: { errors: parsed.errors },
  })
}

/**
 * Everything that the attempts of one run need. Configs are parsed when they are first needed and once per planned step, however
 * many copies of it a dynamic output makes; the copies share what was parsed.
 */
export async function runServices(options: RunServicesOptions): Promise<AttemptServices> {
  const { planned, config, env, run, signal, clock } = options
  const source = { document: config, env }
  const hashes = await stepConfigHashes(planned.plan, config)

  return {
    clock,
    random: options.random,
    run,
    hostId: options.hostId,
    resources: resourcePool({
      runId: run.runId,
      definitions: options.resources,
      config: (key, definition) => configOf(resolveResourceConfig(definition, key, source)),
      signal,
      clock,
    }),
    ioManager: (key) => options.ioManagers.get(key),
    stepConfig: remembered(async (key) => {
      const op = planned.bindings.get(key)?.op
      return op === undefined ? {} : configOf(resolveStepConfig(op, key, source))
    }),
    configHash: (key) => hashes.get(key),
    literalInput: async (path) => configAt(config, path),
    ...options.hooks,
  }
}
