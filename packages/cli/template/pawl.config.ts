import { defineConfig } from '@pawl/daemon'

export default defineConfig({ locations: { main: './src/definitions.ts' } })
