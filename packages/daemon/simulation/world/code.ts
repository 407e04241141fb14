import { definitions } from '@pawl/core'
import {
  buildJobDescription,
  buildPlan,
  DEFAULT_IO_MANAGER,
  type Definitions,
  type JobDescription,
  type Plan,
} from '@pawl/core/plugin'
import { PlannedJobs } from '../../src/process/planned-jobs.ts'
import { Chance } from '../engine/chance.ts'
import { randomJob } from './random-jobs.ts'

/** The location's code that all worlds have: enough jobs that two seeds rarely run the same, and drawn only once. */
export interface Code {
  readonly definitions: Definitions
  readonly plans: PlannedJobs
  readonly jobs: readonly JobDescription[]
  readonly planOf: (jobName: string) => Plan
}

const JOBS = 120

export const LOCATION = 'main'

export function drawCode(): Code {
  const drawn = Array.from({ length: JOBS }, (_, n) => randomJob(`job_${n}`, new Chance(n + 1)))
  const all: Definitions = definitions({ jobs: drawn as never })
  const planned = all.jobs.map((job) => ({ job, planned: buildPlan(job, { ioManager: DEFAULT_IO_MANAGER }) }))
  const plans = new Map(planned.map(({ job, planned: { plan } }) => [job.name, plan]))
  return {
    definitions: all,
    plans: new PlannedJobs(all, undefined),
    jobs: planned.map(({ job, planned }) => buildJobDescription(job, planned)),
    planOf(jobName) {
      const plan = plans.get(jobName)
      if (plan === undefined) throw new Error(`No job is called ${jobName}.`)
      return plan
    },
  }
}
