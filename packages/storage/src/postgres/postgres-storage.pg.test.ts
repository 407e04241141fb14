import { testRunStorage } from '@pawl/testing/conformance'
import { beforeAll } from 'vitest'
import { postgresServer } from '../../test/postgres-server.ts'
import { type PostgresStorage, postgresStorage } from './postgres-storage.ts'

const server = postgresServer()
const openStorage = (): Promise<PostgresStorage> => postgresStorage({ connectionString: server.connectionString() })

const TABLES = `select string_agg(format('%I.%I', schemaname, tablename), ', ') as names from pg_tables
  where schemaname = 'pawl' and tablename <> 'pawl_migrations'`

let empty = ''
beforeAll(async () => {
  await (await openStorage()).close()
  const [tables] = await server.query<{ names: string }>(TABLES)
  empty = `truncate ${tables?.names ?? ''}`
})

testRunStorage('Postgres', {
  async create() {
    await server.query(empty)
    return openStorage()
  },
})
