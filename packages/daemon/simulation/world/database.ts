import { memoryRunStorage } from '@pawl/core/plugin'
import { sqliteStorage } from '@pawl/storage'

type Memory = ReturnType<typeof memoryRunStorage>

/** The one database of a world, as its server sees it: nothing gets lost on the way here. */
export interface Database extends Memory {
  readonly kind: 'memory' | 'sqlite'
}

/** Of so many seeds one runs on SQLite. */
const SQLITE_EVERY = 20

export async function openDatabase(seed: number, clock: { readonly now: () => number }): Promise<Database> {
  if (seed % SQLITE_EVERY !== 0) return { kind: 'memory', ...memoryRunStorage() }
  const never = { now: clock.now, sleep: () => Promise.reject(new Error('A database of this process alone is never locked.')) }
  const storage = await sqliteStorage({ path: ':memory:', clock: never, random: () => 0 })
  return { kind: 'sqlite', ...storage } as Database
}
