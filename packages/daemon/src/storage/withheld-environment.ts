import type { ResolvedConfig } from '../config/pawl-config.ts'
import type { WithheldEnvironment } from '../location/process-environment.ts'
import { connectionStringOf } from './connection-string.ts'

/** A shorter password may be an ordinary word of the environment; whoever has one has other worries. */
const SHORTEST_PASSWORD = 8

/** The password of a connection string as it stands there, and decoded. */
function passwordsOf(connectionString: string): readonly string[] {
  if (!URL.canParse(connectionString)) return []
  const { password, username } = new URL(connectionString)
  const decoded = decodeURIComponent(password)
  return password === username ? [] : [password, decoded].filter(({ length }) => length >= SHORTEST_PASSWORD)
}

/** The way to the project's database must not reach users' code, by whatever variable it comes. */
export function withheldEnvironment({ storage }: ResolvedConfig, environment: NodeJS.ProcessEnv): WithheldEnvironment {
  const postgres = storage?.postgres
  if (postgres === undefined) return { names: [], values: [], parts: [] }
  const { connectionString } = postgres
  const names = typeof connectionString === 'string' ? [] : [connectionString.env]
  const given = connectionStringOf(postgres, environment)
  if (given === undefined) return { names, values: [], parts: [] }
  const passwords = passwordsOf(given)
  // The same way in, written otherwise.
  return { names, values: passwords, parts: [given, ...passwords.map((password) => `:${password}@`)] }
}
