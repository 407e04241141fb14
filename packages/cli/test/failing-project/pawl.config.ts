import { defineConfig } from '@pawl/daemon'

export default defineConfig({
  locations: { main: './src/definitions.ts' },
  server: { port: 0 },
  monitoring: { abortGraceMs: 1_000, killGraceMs: 500 },
})
