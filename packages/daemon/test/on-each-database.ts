import { describe } from 'vitest'
import { postgresObstacle } from '../../storage/test/postgres-obstacle.ts'
import { newDatabase } from '../../storage/test/postgres-server.ts'
import type { PawlConfig } from '../src/config/pawl-config.ts'

export interface TestDatabase {
  readonly name: 'SQLite' | 'Postgres'
  /** The `storage` of a project's config for a new, empty database: on SQLite the file in the project's home. */
  newStorage(): Promise<PawlConfig['storage']>
}

const SQLITE: TestDatabase = { name: 'SQLite', newStorage: async () => undefined }
const POSTGRES: TestDatabase = {
  name: 'Postgres',
  // A few connections are enough for one engine, and the server has to do for all tests at once.
  newStorage: async () => ({ postgres: { connectionString: await newDatabase(), maxConnections: 6 } }),
}

/**
 * Registers the same tests for SQLite and for Postgres; skips the latter, saying why, where no server can run. The first test that asks for a
 * Postgres database waits for the server to start: seconds, not more.
 */
export function onEachDatabase(tests: (database: TestDatabase) => void): void {
  describe('on SQLite', () => tests(SQLITE))
  const obstacle = postgresObstacle()
  describe.skipIf(obstacle !== undefined)(obstacle === undefined ? 'on Postgres' : `on Postgres: ${obstacle}`, () =>
    tests(POSTGRES),
  )
}
