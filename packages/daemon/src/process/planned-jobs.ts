import {
  buildPlan,
  canonicalJson,
  DEFAULT_IO_MANAGER,
  type Definitions,
  didYouMean,
  FrameworkError,
  type JobDefinition,
  type JsonObject,
  listed,
  type PlannedJob,
  type RetryPolicy,
  type StoredPlan,
  sha256Hex,
} from '@pawl/core/plugin'

export interface PlanOfJob {
  readonly job: JobDefinition
  readonly planned: PlannedJob
  readonly stored: StoredPlan
}

/** The jobs of this process's definitions, each planned once. */
export class PlannedJobs {
  readonly #definitions: Definitions
  readonly #opRetry: RetryPolicy | undefined
  readonly #plans: Map<string, Promise<PlanOfJob>> = new Map()

  constructor(definitions: Definitions, opRetry: RetryPolicy | undefined) {
    this.#definitions = definitions
    this.#opRetry = opRetry
  }

  /** @throws FrameworkError UNKNOWN_JOB, and what makes a plan impossible */
  get(jobName: string): Promise<PlanOfJob> {
    const known = this.#plans.get(jobName)
    if (known !== undefined) return known
    const plan = this.#plan(jobName)
    this.#plans.set(jobName, plan)
    return plan
  }

  async #plan(jobName: string): Promise<PlanOfJob> {
    const job = this.#definitions.jobs.find(({ name }) => name === jobName)
    if (job === undefined) throw unknownJob(jobName, this.#definitions)
    const planned = buildPlan(job, {
      ioManager: DEFAULT_IO_MANAGER,
      ...(this.#opRetry === undefined ? {} : { opRetry: this.#opRetry }),
    })
    const snapshot = planned.plan as unknown as JsonObject
    return { job, planned, stored: { hash: await sha256Hex(canonicalJson(snapshot)), snapshot } }
  }
}

function unknownJob(jobName: string, { jobs }: Definitions): FrameworkError {
  const names = jobs.map(({ name }) => name)
  const meant = didYouMean(jobName, names)
  return new FrameworkError('UNKNOWN_JOB', {
    message: `There is no job "${jobName}" in this location. ${meant === undefined ? `It has ${listed(names)}.` : `Did you mean "${meant}"?`}`,
    details: { jobName },
  })
}
