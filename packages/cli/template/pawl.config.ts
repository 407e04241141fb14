import { defineConfig } from '@pawl/daemon'

export default defineConfig({
  locations: { main: './src/definitions.ts' },
  // Runs are kept in .pawl/pawl.db. On Postgres instead, which several daemons can share:
  // storage: { postgres: { connectionString: { env: 'DATABASE_URL' } } },
})
