import { FrameworkError } from '@pawl/core/plugin'
import type { PostgresConfig } from '../config/pawl-config.ts'

/**
 * The connection string of a project; undefined where it names a variable that is not set. An empty variable is none, as for
 * PAWL_HOME.
 */
export const connectionStringOf = ({ connectionString }: PostgresConfig, environment: NodeJS.ProcessEnv): string | undefined =>
  typeof connectionString === 'string' ? connectionString : environment[connectionString.env] || undefined

/** @throws FrameworkError NO_CONNECTION_STRING naming the variable */
export function connectionStringFrom(config: PostgresConfig, environment: NodeJS.ProcessEnv): string {
  const given = connectionStringOf(config, environment)
  if (given !== undefined) return given
  const variable = typeof config.connectionString === 'string' ? '' : config.connectionString.env
  throw new FrameworkError('NO_CONNECTION_STRING', {
    message:
      `The environment variable ${variable} is not set: pawl.config.ts takes "storage.postgres.connectionString" from it. ` +
      'Set it to postgres://user:password@host:port/database.',
    details: { variable },
  })
}
