import { setTimeout as sleep } from 'node:timers/promises'
import { job, op } from '@pawl/core'
import { z } from 'zod'

const openValves = op({ name: 'open_valves', out: z.int(), run: () => 3 })

const water = op({
  name: 'water',
  description: 'Waters until the time is over or the run is terminated.',
  config: z.object({ seconds: z.number().positive().default(600) }),
  ins: { valves: z.int() },
  out: z.string(),
  async run({ config, log, signal }, { valves }) {
    for (let second = 1; second <= config.seconds; second += 1) {
      await sleep(1000, undefined, { signal })
      log.info(`${valves} valves open for ${second} s`)
      console.log(`tick ${second}`)
    }
    return 'watered'
  },
})

const closeValves = op({ name: 'close_valves', ins: { state: z.string() }, out: z.string(), run: (_, { state }) => state })

export const irrigate = job('irrigate', {
  description: 'Runs for long, so that there is something to watch and to terminate.',
  run: () => closeValves({ state: water({ valves: openValves() }) }),
})
