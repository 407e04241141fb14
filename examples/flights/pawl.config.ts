import { defineConfig } from '@pawl/daemon'

export default defineConfig({ locations: { flights: './src/definitions.ts' } })
