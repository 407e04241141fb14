import type Database from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Far more than the reads have shapes; filters with ever new numbers of values must not fill the memory. */
const MOST_STATEMENTS = 200

/** The database for Kysely, which prepares every query anew: the same text is prepared once, which halves the cost of a small read. */
export function preparedOnce(db: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => void db.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known !== undefined) return known
      const [oldest] = statements.keys()
      if (statements.size >= MOST_STATEMENTS && oldest !== undefined) statements.delete(oldest)
      const statement = db.prepare(sql) as unknown as SqliteStatement
      statements.set(sql, statement)
      return statement
    },
  }
}
