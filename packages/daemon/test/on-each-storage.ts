import { memoryRunStorage } from '@pawl/core/plugin'
import { postgresStorage, sqliteStorage } from '@pawl/storage'
import { describe } from 'vitest'
import { postgresObstacle } from '../../storage/test/postgres-obstacle.ts'
import { newDatabase } from '../../storage/test/postgres-server.ts'
import type { InProcessStorage } from './in-process-runs.ts'

const obstacle = postgresObstacle()

/** Registers the same tests for the storage in memory, for SQLite and for Postgres. `open` gives an empty one each time, to be closed by who asked. */
export function onEachStorage(tests: (open: () => Promise<InProcessStorage>) => void): void {
  describe('in memory', () => tests(async () => memoryRunStorage()))
  describe('on SQLite', () => tests(() => sqliteStorage({ path: ':memory:' })))
  describe.skipIf(obstacle !== undefined)(obstacle === undefined ? 'on Postgres' : `on Postgres: ${obstacle}`, () => {
    let database: Promise<string> | undefined
    let count = 0
    tests(async () => {
      database ??= newDatabase()
      return postgresStorage({ connectionString: await database, schema: `test_${++count}`, maxConnections: 4 })
    })
  })
}
