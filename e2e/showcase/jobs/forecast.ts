import { Failure, job, metadata, op } from '@pawl/core'
import { z } from 'zod'

const readSensors = op({
  name: 'read_sensors',
  out: z.array(z.number()),
  run: () => {
    console.error('sensor 4 is silent')
    return [3, 5, 8]
  },
})

const fitModel = op({
  name: 'fit_model',
  ins: { readings: z.array(z.number()) },
  out: z.number(),
  retry: { maxRetries: 1, delaySeconds: 0.1 },
  run: (_, { readings }): number => {
    try {
      return solve(readings)
    } catch (cause) {
      throw new Failure({
        message: `The model does not converge on ${readings.length} readings.`,
        metadata: { readings: metadata.json([...readings]), iterations: 400 },
        cause,
      })
    }
  },
})

function solve(readings: readonly number[]): never {
  throw new RangeError(`Singular matrix: ${readings.length} rows, rank 1`)
}

const publish = op({ name: 'publish', ins: { value: z.number() }, out: z.string(), run: (_, { value }) => `${value} °C` })

export const forecast = job('forecast', {
  description: 'Forecasts frost; fails, so that there is a failure to look at.',
  tags: { team: 'weather' },
  run: () => publish({ value: fitModel({ readings: readSensors() }) }),
})
