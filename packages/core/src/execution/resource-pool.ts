import type { ResourceDefinition } from '../definition/resource-definition.ts'
import type { Clock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import { describeThrown } from '../foundation/thrown.ts'

export interface ResourcePoolOptions {
  readonly runId: string
  readonly definitions: Readonly<Record<string, ResourceDefinition>>
  /** The resource's config, parsed and with `{ env }` resolved. @throws FrameworkError INVALID_CONFIG */
  readonly config: (key: string, definition: ResourceDefinition) => Promise<unknown>
  /** Aborts when the run is to be canceled. */
  readonly signal: AbortSignal
  readonly clock: Clock
}

export interface ResourceProblem {
  readonly key: string
  readonly error: unknown
}

/** The resources of one run in one process: each is made when the first step asks for it and lives until the run ends. */
export interface ResourcePool {
  /** @throws FrameworkError UNKNOWN_RESOURCE, RESOURCE_INIT_FAILED (what went wrong is its cause); a failure is not remembered, so a retry tries anew. */
  get(key: string, fallback: ResourceDefinition | undefined): Promise<unknown>
  readonly isEmpty: boolean
  /**
   * Aborts what is still being made, then disposes of what was made, the newest first; gives what went wrong, which never changes how
   * the run ended. What an `init` that ignores its signal makes later is disposed of when it is there, and a `dispose` that takes longer
   * than its grace is not waited for.
   */
  dispose(): Promise<readonly ResourceProblem[]>
}

/** How long the end of a run waits for an `init` that is under way to heed its signal. */
const INIT_GRACE_MS = 5_000
/** How long it waits for one resource to be disposed of: nothing else ends a run whose steps are over. */
const DISPOSE_GRACE_MS = 10_000

interface LiveResource {
  readonly key: string
  readonly definition: ResourceDefinition
  readonly value: unknown
}

export function resourcePool(options: ResourcePoolOptions): ResourcePool {
  const making = new Map<string, Promise<unknown>>()
  const live: LiveResource[] = []
  const ended = new AbortController()
  /** Made when the first resource is: most runs have none. */
  let signal: AbortSignal | undefined

  async function make(key: string, definition: ResourceDefinition): Promise<unknown> {
    try {
      const config = await options.config(key, definition)
      signal ??= AbortSignal.any([options.signal, ended.signal])
      const value = await definition.init({ config, runId: options.runId, signal })
      live.push({ key, definition, value })
      return value
    } catch (cause) {
      making.delete(key)
      throw new FrameworkError('RESOURCE_INIT_FAILED', {
        message: `Resource "${key}" could not be made: ${describeThrown(cause)}`,
        details: { resource: key },
        cause,
      })
    }
  }

  /** @throws what `dispose` throws, and FrameworkError RESOURCE_DISPOSE_TIMEOUT */
  async function inTime(dispose: () => Promise<unknown>): Promise<void> {
    const disposed = new AbortController()
    const late = options.clock.sleep(DISPOSE_GRACE_MS, disposed.signal).then(() => {
      if (disposed.signal.aborted) return
      throw new FrameworkError('RESOURCE_DISPOSE_TIMEOUT', {
        message: `It was not disposed of within ${DISPOSE_GRACE_MS / 1_000} s, and is not waited for any more.`,
      })
    })
    try {
      await Promise.race([dispose(), late])
    } finally {
      disposed.abort('over')
    }
  }

  async function disposeLive(): Promise<ResourceProblem[]> {
    const problems: ResourceProblem[] = []
    for (const { key, definition, value } of live.splice(0).reverse()) {
      try {
        await inTime(async () => definition.dispose?.(value))
      } catch (error) {
        problems.push({ key, error })
      }
    }
    return problems
  }

  return {
    get isEmpty() {
      return making.size === 0
    },
    async get(key, fallback) {
      ended.signal.throwIfAborted()
      const started = making.get(key)
      if (started !== undefined) return started
      const definition = Object.hasOwn(options.definitions, key) ? options.definitions[key] : fallback
      if (definition === undefined) throw unknownResource(key, Object.keys(options.definitions))
      const value = make(key, definition)
      making.set(key, value)
      return value
    },
    async dispose() {
      ended.abort(new FrameworkError('RUN_ENDED', { message: 'The run has ended.' }))
      const pending = Promise.allSettled(making.values())
      const napping = new AbortController()
      await Promise.race([pending, options.clock.sleep(making.size === 0 ? 0 : INIT_GRACE_MS, napping.signal)])
      napping.abort('over')
      making.clear()
      const problems = await disposeLive()
      // Nobody is left to be told what goes wrong so late.
      void pending.then(disposeLive)
      return problems
    },
  }
}

function unknownResource(key: string, known: readonly string[]): FrameworkError {
  const meant = didYouMean(key, known)
  const wayOut =
    meant === undefined ? `Give it to the job or to definitions(); they have ${listed(known)}.` : `Did you mean "${meant}"?`
  return new FrameworkError('UNKNOWN_RESOURCE', {
    message: `Nothing provides the resource "${key}". ${wayOut}`,
    details: { resource: key },
  })
}
