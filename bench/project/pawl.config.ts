import { defineConfig } from '@pawl/daemon'

export default defineConfig({ locations: { bench: './src/definitions.ts' }, worker: { processes: 1 } })
