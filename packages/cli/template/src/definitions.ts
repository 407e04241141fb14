import { definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const WORLDS = ['Mercury', 'Venus', 'Earth', 'Mars']

const findWorlds = op({
  name: 'find_worlds',
  description: 'Asks a telescope that does not answer the first time.',
  config: z.object({ limit: z.int().positive().default(WORLDS.length) }),
  retry: { maxRetries: 3, delaySeconds: 0.5 },
  run({ config, log, step }) {
    if (step.attempt === 1) throw new Error('The telescope does not answer.')
    log.info('The telescope answers.')
    return WORLDS.slice(0, config.limit)
  },
})

const greet = op({
  name: 'greet',
  description: 'Greets every world.',
  ins: { worlds: z.array(z.string()) },
  run(_, { worlds }) {
    for (const world of worlds) console.log(`Greeting ${world}`)
    return worlds.map((world) => `Hello, ${world}!`)
  },
})

export const hello = job('hello', {
  description: 'Greets the worlds of the inner solar system.',
  run: () => greet({ worlds: findWorlds() }),
})

export default definitions({ jobs: [hello] })
