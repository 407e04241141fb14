import type { ResourceDefinition } from '../definition/resource-definition.ts'
import { FrameworkError, isFrameworkError } from '../foundation/errors.ts'
import { listed } from '../foundation/text.ts'

export interface ResourcePoolOptions {
  readonly runId: string
  readonly definitions: Readonly<Record<string, ResourceDefinition>>
  /** The resource's config, parsed and with `{ env }` resolved. @throws FrameworkError INVALID_CONFIG */
  readonly config: (key: string, definition: ResourceDefinition) => Promise<unknown>
  readonly signal: AbortSignal
}

/** The resources of one run in one process: each is made when the first step asks for it and lives until the run ends. */
export interface ResourcePool {
  /** @throws FrameworkError UNKNOWN_RESOURCE, INVALID_CONFIG, RESOURCE_INIT_FAILED; a failure is not remembered, so a retry tries anew. */
  get(key: string, fallback: ResourceDefinition | undefined): Promise<unknown>
  readonly isEmpty: boolean
  /** Disposes of what was made, the newest first; gives what went wrong, which never changes how the run ended. */
  dispose(): Promise<readonly { readonly key: string; readonly error: unknown }[]>
}

interface LiveResource {
  readonly key: string
  readonly definition: ResourceDefinition
  readonly value: unknown
}

export function resourcePool(options: ResourcePoolOptions): ResourcePool {
  const making = new Map<string, Promise<unknown>>()
  const live: LiveResource[] = []

  async function make(key: string, definition: ResourceDefinition): Promise<unknown> {
    try {
      const config = await options.config(key, definition)
      const value = await definition.init({ config, runId: options.runId, signal: options.signal })
      live.push({ key, definition, value })
      return value
    } catch (cause) {
      making.delete(key)
      // Another attempt would meet a wrong config again: its code tells that, whatever needed it.
      if (isFrameworkError(cause, 'INVALID_CONFIG')) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new FrameworkError('RESOURCE_INIT_FAILED', {
        message: `Resource "${key}" could not be made: ${why}`,
        details: { resource: key },
        cause,
      })
    }
  }

  return {
    get isEmpty() {
      return making.size === 0
    },
    async get(key, fallback) {
      const started = making.get(key)
      if (started !== undefined) return started
      const definition = Object.hasOwn(options.definitions, key) ? options.definitions[key] : fallback
      if (definition === undefined) {
        throw new FrameworkError('UNKNOWN_RESOURCE', {
          message: `Nothing provides the resource "${key}"; there is ${listed(Object.keys(options.definitions))}. Give it to the job or to definitions().`,
          details: { resource: key },
        })
      }
      const value = make(key, definition)
      making.set(key, value)
      return value
    },
    async dispose() {
      await Promise.allSettled(making.values())
      const problems: { readonly key: string; readonly error: unknown }[] = []
      for (const { key, definition, value } of live.splice(0).reverse()) {
        try {
          await definition.dispose?.(value)
        } catch (error) {
          problems.push({ key, error })
        }
      }
      making.clear()
      return problems
    },
  }
}
