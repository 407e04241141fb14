import { dynamicOut, job, op } from '@pawl/core'
import { z } from 'zod'

const collectCrates = op({
  name: 'collect_crates',
  config: z.object({ crates: z.int().positive().max(10_000).default(40) }),
  out: dynamicOut(z.int()),
  run: ({ config }) => Array.from({ length: config.crates }, (_, index) => ({ key: `crate_${index + 1}`, value: index + 1 })),
})

const washCrate = op({ name: 'wash_crate', ins: { crate: z.int() }, out: z.int(), run: (_, { crate }) => crate * 12 })

const pressApples = op({
  name: 'press_apples',
  description: 'Bursts above 5 bar, though the second press of an automatic retry holds.',
  config: z.object({ bar: z.number().positive().default(9) }),
  ins: { kilograms: z.array(z.int()) },
  out: z.object({ litres: z.number() }),
  run({ config, run }, { kilograms }) {
    if (config.bar > 5 && run.retryNumber === 0) throw new Error(`The press burst at ${config.bar} bar.`)
    return { litres: kilograms.reduce((sum, each) => sum + each, 0) * 0.6 }
  },
})

const fillBottles = op({
  name: 'fill_bottles',
  ins: { juice: z.object({ litres: z.number() }) },
  out: z.int(),
  run: (_, { juice }) => Math.floor(juice.litres / 0.75),
})

export const cider = job('cider', {
  description: 'Presses cider; the press bursts, so that there is something to take up again.',
  run() {
    const washed = collectCrates().map((crate) => washCrate({ crate }))
    return fillBottles({ juice: pressApples({ kilograms: washed.collect() }) })
  },
})
