import { type Instance, launchRun } from '@pawl/core/plugin'
import { type Launched, launchedOf, type Wanted } from './launched.ts'

/** Queues a run in this process. The job's location must be loaded. @throws FrameworkError for every refusal */
export async function launchHere(instance: Instance, { jobName, config, options }: Wanted): Promise<Launched> {
  const { location, tag = {}, select, inputsFrom, idempotencyKey } = options
  const outcome = await launchRun(instance, {
    jobName,
    config,
    tags: tag,
    origin: { kind: 'cli' },
    ...(location === undefined ? {} : { locationName: location }),
    ...(select === undefined ? {} : { opSelection: select }),
    ...(inputsFrom === undefined ? {} : { inputsFromRunId: inputsFrom }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
  const jobNames = instance.locations.listLocations().flatMap(({ jobs }) => jobs.map(({ name }) => name))
  return launchedOf(outcome, jobName, jobNames)
}
