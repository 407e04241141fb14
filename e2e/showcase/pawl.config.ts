import { defineConfig } from '@pawl/daemon'

export default defineConfig({
  locations: { orchard: './orchard.ts', broken: './broken.ts' },
  // One pump: of the runs that need it, the others wait.
  queue: { tagConcurrencyLimits: [{ key: 'pump', limit: 1 }] },
})
