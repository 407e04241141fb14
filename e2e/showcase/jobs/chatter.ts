import { job, op } from '@pawl/core'
import { z } from 'zod'

const talk = op({
  name: 'talk',
  config: z.object({ lines: z.int().positive().default(3000) }),
  out: z.int(),
  run({ config, log }) {
    for (let line = 1; line <= config.lines; line += 1) {
      if (line % 500 === 0) log.warn(`line ${line} is a round one`)
      else log.info(`line ${line} of ${config.lines}`, { line })
      console.log(`printed line ${line} of ${config.lines}`)
    }
    return config.lines
  },
})

export const chatter = job('chatter', { description: 'Says a lot.', run: () => talk() })
