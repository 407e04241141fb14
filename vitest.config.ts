import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { postgresObstacle } from './packages/storage/test/postgres-obstacle.ts'

const obstacle = postgresObstacle()
if (obstacle !== undefined) console.warn(`Skipped, all tests that need Postgres. ${obstacle}`)

export default defineConfig({
  // Tests import our sources; what they spawn as processes is the built code.
  resolve: {
    conditions: ['@pawl/source'],
    alias: [
      // The file that Node itself loads: graphql's ES module beside it would be a second copy, which graphql refuses.
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      {
        find: /^.*\/location-program\.ts$/,
        replacement: join(import.meta.dirname, 'packages/daemon/test/built-location-program.ts'),
      },
    ],
  },
  ssr: { resolve: { conditions: ['@pawl/source', 'node'] } },
  test: {
    include: ['{packages,apps,examples,e2e,docs,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(obstacle === undefined ? [] : ['**/*.pg.test.ts'])],
    // One Postgres server for all tests that want one, started when the first of them asks.
    globalSetup: './packages/storage/test/shared-postgres.ts',
    testTimeout: 30_000,
    // The first database of a run waits for its server.
    hookTimeout: 60_000,
    // More files at a time than there are cores: many of them wait for processes of their own.
    maxWorkers: Math.max(3, availableParallelism()),
    // Modules hold no state of a test's, so files share them; to import everything anew for each would take as long as a third of the tests.
    isolate: false,
    // Real processes on a machine that does other things as well: on CI a test has three chances, by hand it has one.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
})
