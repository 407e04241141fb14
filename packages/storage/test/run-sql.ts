import Sqlite from 'better-sqlite3'
import pg from 'pg'

/** Runs statements on a database behind Pawl's back. */
export function runOnSqlite(path: string, statements: string): void {
  const db = new Sqlite(path)
  db.exec(statements)
  db.close()
}

/** In the schema that a project has where its config names none. */
export async function runOnPostgres(connectionString: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`set search_path = pawl; ${statements}`)
  await client.end()
}
