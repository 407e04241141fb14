import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: z.number() }, run: (_, { x }) => x + 1 })

const chain = job('chain', {
  run: () => add.as('c')({ x: add.as('b')({ x: add.as('a')({ x: one() }) }) }),
})

const main: Definitions = definitions({ jobs: [chain] })
export default main
