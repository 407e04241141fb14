import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Tests import our sources; what they spawn as processes is the built code.
  resolve: { conditions: ['@pawl/source'] },
  ssr: { resolve: { conditions: ['@pawl/source', 'node'] } },
  test: {
    include: ['{packages,apps,examples,e2e,docs,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
  },
})
