import { op } from '@pawl/core'
import { z } from 'zod'
import { DelayTotals, totalDelays } from './delay-totals.ts'
import { LocatedDelays } from './join-airports.ts'

export const aggregate = op({
  name: 'aggregate',
  description: 'Adds the airports up to regions, to hours of the day and to a whole.',
  config: z.object({
    crashOnce: z
      .boolean()
      .default(false)
      .describe('Kill the worker process, to see the run retried. Only the first run of a group does.'),
  }),
  ins: { airports: z.array(LocatedDelays) },
  out: DelayTotals,
  run({ config, run, log }, { airports }) {
    // Whatever came of the first run, a retry or a re-execution of it has a parent.
    if (config.crashOnce && run.parentRunId === null) {
      log.warn('This process kills itself, as it was told to.')
      process.kill(process.pid, 'SIGKILL')
    }
    return totalDelays(airports)
  },
})
