import { postgresSchema, type SchemaStatus, sqliteSchema } from '@pawl/storage'
import type { Project } from '../config/load-config.ts'
import { sqlitePath } from '../home/home-directory.ts'
import { connectionStringFrom } from './connection-string.ts'

/**
 * Where a project's database stands, without making or changing it.
 * @throws FrameworkError NO_CONNECTION_STRING, and those of the storage
 */
export function projectSchema(project: Project): Promise<SchemaStatus> {
  const postgres = project.config.storage?.postgres
  if (postgres === undefined) return sqliteSchema({ path: sqlitePath(project) })
  const { schema } = postgres
  const connectionString = connectionStringFrom(postgres, process.env)
  return postgresSchema({ connectionString, ...(schema === undefined ? {} : { schema }) })
}
