import { dynamicOut, job, op } from '@pawl/core'
import { z } from 'zod'

const release = op({
  name: 'release',
  config: z.object({ bees: z.int().positive().max(20_000).default(200) }),
  out: dynamicOut(z.int()),
  run: ({ config }) => Array.from({ length: config.bees }, (_, index) => ({ key: `bee_${index + 1}`, value: index + 1 })),
})

const forage = op({
  name: 'forage',
  ins: { bee: z.int() },
  out: z.int(),
  run({ log }, { bee }) {
    log.info(`bee ${bee} is back`)
    return bee * 2
  },
})

const countPollen = op({
  name: 'count_pollen',
  ins: { loads: z.array(z.int()) },
  out: z.int(),
  run: (_, { loads }) => loads.reduce((sum, load) => sum + load, 0),
})

export const swarm = job('swarm', {
  description: 'As many mapped steps as are asked for.',
  run: () =>
    countPollen({
      loads: release()
        .map((bee) => forage({ bee }))
        .collect(),
    }),
})
