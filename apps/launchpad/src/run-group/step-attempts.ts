import type { StepInGroupQuery, StepStatus } from '../generated/graphql.ts'

type Group = Extract<StepInGroupQuery['runGroupOrError'], { readonly __typename: 'RunGroup' }>
export type StepOfRun = Group['runs']['results'][number]

/** One attempt of a step, or what came of the step in a run in which it was not attempted. */
export interface AttemptRow {
  readonly run: StepOfRun
  /** Null where the run did not attempt the step. */
  readonly number: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Of the attempt; one that was followed by another has failed. */
  readonly status: StepStatus | null
  /** The run whose outputs are reused here. */
  readonly originRunId: string | null
}

/** The attempts of one step in every run of a group, in order. Runs that know no such step have one row that says so. */
export function attemptRows(runs: readonly StepOfRun[]): readonly AttemptRow[] {
  return runs.flatMap((run): readonly AttemptRow[] => {
    const { step } = run
    const attempts = step?.attempts ?? []
    const place = { run, startedAt: null, endedAt: null, originRunId: null }
    if (step === null) return [{ ...place, number: null, status: null }]
    if (attempts.length === 0) {
      const originRunId = step.status === 'REUSED' ? (run.outputs.results[0]?.originRunId ?? null) : null
      return [{ ...place, number: null, status: step.status, originRunId }]
    }
    return attempts.map(({ number, startedAt, endedAt }, index) => ({
      ...place,
      number,
      startedAt,
      endedAt,
      status: index < attempts.length - 1 ? 'FAILURE' : step.status === 'UP_FOR_RETRY' ? 'FAILURE' : step.status,
    }))
  })
}
