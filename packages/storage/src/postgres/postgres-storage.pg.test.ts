import { testRunStorage } from '@pawl/testing/conformance'
import { postgresServer } from '../../test/postgres-server.ts'
import { postgresStorage } from './postgres-storage.ts'

const server = postgresServer()
let schemas = 0
const freshSchema = (): string => `test_${schemas++}`

testRunStorage('Postgres', {
  create: () => postgresStorage({ connectionString: server.connectionString(), schema: freshSchema() }),
})
