import type { Compilable, SchemaModule } from 'kysely'

/** Where the databases differ in how a table is declared. */
export interface SchemaDialect {
  readonly json: 'text' | 'jsonb'
  /** What follows a table that is kept in the order of its primary key, where the database can do that. */
  readonly clustered: string
}

/**
 * One step of the schema. Steps only go forward: a released one is never edited, and what it made is changed by a later one.
 */
export interface Migration {
  /** Counts from 1, without gaps. */
  readonly version: number
  readonly name: string
  build(schema: SchemaModule, dialect: SchemaDialect): readonly Compilable[]
}
