import { exponentialBackoff, op } from '@pawl/core'
import { z } from 'zod'
import { fetchRegions, isTemporary } from './fetch-regions.ts'
import { Regions } from './regions.ts'

export const getRegions = op({
  name: 'get_regions',
  description: 'Asks a web service which region each state belongs to; the service is not always up.',
  config: z.object({ url: z.url().describe('Where the service answers with the regions as JSON.') }),
  out: Regions,
  retry: {
    maxRetries: 4,
    delaySeconds: exponentialBackoff({ base: 0.5, max: 10 }),
    jitter: 'full',
    retryIf: isTemporary,
  },
  timeoutSeconds: 10,
  tags: { kind: 'source' },
  run: ({ config, signal }) => fetchRegions(config.url, signal),
})
