import { type PostgresStorage, postgresStorage, type SqliteStorage, sqliteStorage } from '@pawl/storage'
import type { Project } from '../config/load-config.ts'
import type { Home } from '../home/home-directory.ts'
import { connectionStringFrom } from './connection-string.ts'

export type ProjectStorage = SqliteStorage | PostgresStorage

/**
 * Opens the database of a project's config, and makes it or brings it up to date.
 * @throws FrameworkError NO_CONNECTION_STRING, and those of the storage
 */
export function openStorage({ config }: Project, home: Home, environment: NodeJS.ProcessEnv): Promise<ProjectStorage> {
  const postgres = config.storage?.postgres
  if (postgres === undefined) return sqliteStorage({ path: home.database })
  const { schema, maxConnections } = postgres
  return postgresStorage({
    connectionString: connectionStringFrom(postgres, environment),
    ...(schema === undefined ? {} : { schema }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
  })
}
