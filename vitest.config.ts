import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Tests import our sources; what they spawn as processes is the built code.
  resolve: {
    conditions: ['@pawl/source'],
    // The file that Node itself loads: graphql's ES module beside it would be a second copy, which graphql refuses.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  ssr: { resolve: { conditions: ['@pawl/source', 'node'] } },
  test: {
    include: ['{packages,apps,examples,e2e,docs,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    // Two files at a time, on two cores as well: most of them wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Real processes on a machine that does other things as well: on CI a test has three chances, by hand it has one.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
})
