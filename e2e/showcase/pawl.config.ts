import { defineConfig } from '@pawl/daemon'

export default defineConfig({ locations: { orchard: './orchard.ts', broken: './broken.ts' } })
