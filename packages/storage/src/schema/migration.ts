import type { Compilable, RawBuilder, SchemaModule } from 'kysely'

/** Where the databases differ in how a table is declared. */
export interface SchemaDialect {
  /** Text that compares and sorts by its bytes, whatever the database was created with. */
  readonly text: 'text' | RawBuilder<unknown>
  /** JSON that comes back exactly as it was written, with its keys in their order. */
  readonly json: 'text' | 'json'
  /** What follows a table that is kept in the order of its primary key, where the database can do that. */
  readonly clustered: string
  /** What follows a table whose rows are changed again and again, where the database has to be told. */
  readonly rewritten: string
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
