import type { Clock } from '@pawl/core/plugin'
import type { Database } from '../world/database.ts'

/** A known bug, put around what is shipped: it must be found. */
export interface Plant {
  readonly name: string
  readonly about: string
  /** The storage as a daemon has it, above its gateway or below it. */
  readonly storage?: (database: Database) => Database
  /** A daemon's clock; `tickMs` is the time of its loops. */
  readonly clock?: (clock: Clock, tickMs: number) => Clock
}
