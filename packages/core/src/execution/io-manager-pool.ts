import type { IOManager } from '../definition/io-manager.ts'
import { DEFAULT_IO_MANAGER, type IOManagerProvider } from '../definition/job-definition.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'

export interface IOManagerPoolOptions {
  /** The project's own, by key; one under `default` takes the place of {@link IOManagerPoolOptions.fallback}. */
  readonly providers: Readonly<Record<string, IOManagerProvider>>
  /** Stores outputs for which nobody names a manager, where the project has none under `default`. */
  readonly fallback: IOManagerProvider
  /** Where the instance keeps outputs. */
  readonly baseDirectory: string
}

/** The I/O managers of one project in one process, each made once. Runs may share it. */
export interface IOManagerPool {
  /** @throws FrameworkError UNKNOWN_IO_MANAGER, and whatever a factory throws, which is not remembered */
  get(key: string): Promise<IOManager>
}

export function ioManagerPool({ providers, fallback, baseDirectory }: IOManagerPoolOptions): IOManagerPool {
  const made = new Map<string, Promise<IOManager>>()

  function providerOf(key: string): IOManagerProvider {
    const provider = Object.hasOwn(providers, key) ? providers[key] : key === DEFAULT_IO_MANAGER ? fallback : undefined
    if (provider !== undefined) return provider
    const known = [...new Set([DEFAULT_IO_MANAGER, ...Object.keys(providers)])]
    const meant = didYouMean(key, known)
    const wayOut = meant === undefined ? `Add it to "ioManagers"; there are ${listed(known)}.` : `Did you mean "${meant}"?`
    throw new FrameworkError('UNKNOWN_IO_MANAGER', {
      message: `There is no I/O manager "${key}". ${wayOut}`,
      details: { ioManager: key, known },
    })
  }

  async function make(key: string): Promise<IOManager> {
    const provider = providerOf(key)
    return typeof provider === 'function' ? provider({ baseDirectory }) : provider
  }

  return {
    get(key) {
      const known = made.get(key)
      if (known !== undefined) return known
      const making = make(key)
      made.set(key, making)
      making.catch(() => made.delete(key))
      return making
    },
  }
}
