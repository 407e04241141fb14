import { type Definitions, definitions, Failure, job, op, resource, type } from '@pawl/core'
import type { CancelCause, FailureReason, Run, RunStorage } from '@pawl/core/plugin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InProcessRuns, type InProcessStorage } from './in-process-runs.ts'
import { onEachStorage } from './on-each-storage.ts'

const FAILURES = [
  'step fails',
  'step fails for good',
  'resource fails',
  'process dies',
  'run takes too long',
  'person cancels',
  'config does not fit',
  'no worker starts it',
] as const
type FailureKind = (typeof FAILURES)[number]

interface Row {
  readonly failure: FailureKind
  readonly opRetries: 0 | 2
  readonly runRetries: 0 | 2
  /** `pawl/retry_on_asset_or_op_failure` */
  readonly onOpFailure: boolean
  /** Attempts of the failing step, run by run; 0 in a run that never came to it. */
  readonly attempts: readonly number[]
}

const table = (text: string): readonly Row[] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([failure, opRetries, runRetries, onOpFailure, attempts = '']) => ({
      failure: failure as FailureKind,
      opRetries: Number(opRetries) as 0 | 2,
      runRetries: Number(runRetries) as 0 | 2,
      onOpFailure: onOpFailure === 'yes',
      attempts: attempts.split(' ').map(Number),
    }))

const ROWS = table(`
  failure           | op retries | run retries | on op failure | attempts in each run
  step fails          | 0 | 0 | yes | 1
  step fails          | 2 | 0 | yes | 3
  step fails          | 0 | 2 | yes | 1 1 1
  step fails          | 2 | 2 | yes | 3 3 3
  step fails          | 0 | 0 | no  | 1
  step fails          | 2 | 0 | no  | 3
  step fails          | 0 | 2 | no  | 1
  step fails          | 2 | 2 | no  | 3
  step fails for good | 0 | 0 | yes | 1
  step fails for good | 2 | 0 | yes | 1
  step fails for good | 0 | 2 | yes | 1
  step fails for good | 2 | 2 | yes | 1
  step fails for good | 0 | 0 | no  | 1
  step fails for good | 2 | 0 | no  | 1
  step fails for good | 0 | 2 | no  | 1
  step fails for good | 2 | 2 | no  | 1
  resource fails      | 0 | 0 | yes | 1
  resource fails      | 2 | 0 | yes | 3
  resource fails      | 0 | 2 | yes | 1 1 1
  resource fails      | 2 | 2 | yes | 3 3 3
  resource fails      | 0 | 0 | no  | 1
  resource fails      | 2 | 0 | no  | 3
  resource fails      | 0 | 2 | no  | 1 1 1
  resource fails      | 2 | 2 | no  | 3 3 3
  process dies        | 0 | 0 | yes | 1
  process dies        | 2 | 0 | yes | 1
  process dies        | 0 | 2 | yes | 1 1 1
  process dies        | 2 | 2 | yes | 1 1 1
  process dies        | 0 | 0 | no  | 1
  process dies        | 2 | 0 | no  | 1
  process dies        | 0 | 2 | no  | 1 1 1
  process dies        | 2 | 2 | no  | 1 1 1
  run takes too long  | 0 | 0 | yes | 1
  run takes too long  | 2 | 0 | yes | 1
  run takes too long  | 0 | 2 | yes | 1 1 1
  run takes too long  | 2 | 2 | yes | 1 1 1
  run takes too long  | 0 | 0 | no  | 1
  run takes too long  | 2 | 0 | no  | 1
  run takes too long  | 0 | 2 | no  | 1 1 1
  run takes too long  | 2 | 2 | no  | 1 1 1
  person cancels      | 0 | 0 | yes | 1
  person cancels      | 2 | 0 | yes | 1
  person cancels      | 0 | 2 | yes | 1
  person cancels      | 2 | 2 | yes | 1
  person cancels      | 0 | 0 | no  | 1
  person cancels      | 2 | 0 | no  | 1
  person cancels      | 0 | 2 | no  | 1
  person cancels      | 2 | 2 | no  | 1
  config does not fit | 0 | 0 | yes | 0
  config does not fit | 2 | 0 | yes | 0
  config does not fit | 0 | 2 | yes | 0 0 0
  config does not fit | 2 | 2 | yes | 0 0 0
  config does not fit | 0 | 0 | no  | 0
  config does not fit | 2 | 0 | no  | 0
  config does not fit | 0 | 2 | no  | 0 0 0
  config does not fit | 2 | 2 | no  | 0 0 0
  no worker starts it | 0 | 0 | yes | 0
  no worker starts it | 2 | 0 | yes | 0
  no worker starts it | 0 | 2 | yes | 0 0 0
  no worker starts it | 2 | 2 | yes | 0 0 0
  no worker starts it | 0 | 0 | no  | 0
  no worker starts it | 2 | 0 | no  | 0
  no worker starts it | 0 | 2 | no  | 0 0 0
  no worker starts it | 2 | 2 | no  | 0 0 0
`)

const REASONS: Readonly<Record<FailureKind, FailureReason | null>> = {
  'step fails': 'STEP_FAILURE',
  'step fails for good': 'STEP_FAILURE',
  'resource fails': 'RESOURCE_INIT_FAILURE',
  'process dies': 'UNEXPECTED_TERMINATION',
  'run takes too long': 'MAX_RUNTIME_EXCEEDED',
  'person cancels': null,
  'config does not fit': 'JOB_INITIALIZATION_FAILURE',
  'no worker starts it': 'START_TIMEOUT',
}

/** What the failing step may do to its run. */
interface Fates {
  readonly die: () => Promise<never>
  readonly stop: (cause: CancelCause) => Promise<void>
}

/** One job for each way to fail and each number of op retries; `target` fails in every attempt. */
function failingJobs({ die, stop }: Fates): Definitions {
  const broken = resource({
    init: (): string => {
      throw new Error('no connection')
    },
  })
  const bodies: Readonly<Record<FailureKind, (signal: AbortSignal) => number | Promise<number>>> = {
    'step fails': () => {
      throw new Error('it cannot')
    },
    'step fails for good': () => {
      throw new Failure({ message: 'no such airport', allowRetries: false })
    },
    'resource fails': () => 1,
    'process dies': die,
    'run takes too long': (signal) => stop('max_runtime').then(() => Promise.reject(signal.reason)),
    'person cancels': (signal) => stop('user').then(() => Promise.reject(signal.reason)),
    'config does not fit': () => 1,
    'no worker starts it': () => 1,
  }
  const before = op({ name: 'before', run: () => 1 })
  const targetOf = (failure: FailureKind, maxRetries: number) => {
    const common = { name: 'target', ins: { x: type<number>() }, retry: { maxRetries, delaySeconds: 1 } } as const
    if (failure !== 'resource fails') return op({ ...common, run: ({ signal }) => bodies[failure](signal) })
    return op({ ...common, resources: { connection: broken }, run: ({ signal }) => bodies[failure](signal) })
  }
  const jobs = FAILURES.flatMap((failure) =>
    [0, 2].map((maxRetries) => job(jobName(failure, maxRetries), { run: () => targetOf(failure, maxRetries)({ x: before() }) })),
  )
  return definitions({ jobs, resources: {} })
}

const jobName = (failure: FailureKind, maxRetries: number): string => `${failure.replaceAll(' ', '_')}_${maxRetries}`

/** Attempts of a step in each of some runs. */
const attemptsOf = (runs: RunStorage, group: readonly Run[], stepKey: string): Promise<readonly number[]> =>
  Promise.all(group.map(async ({ runId }) => (await runs.listSteps(runId, { stepKeys: [stepKey], limit: 1 }))[0]?.attempts ?? 0))

onEachStorage((open) => {
  let storage: InProcessStorage
  let seed = 0
  beforeAll(async () => {
    storage = await open()
  })
  afterAll(() => storage.runs.close())
  describe.each(['FROM_FAILURE', 'ALL_STEPS'] as const)('by %s', (strategy) => {
    test.each(ROWS)(
      '$failure, $opRetries op and $runRetries run retries, on op failure $onOpFailure: attempts $attempts',
      async ({ failure, opRetries, runRetries, onOpFailure, attempts }) => {
        const { runs } = storage
        const inProcess: InProcessRuns = new InProcessRuns(
          storage,
          failingJobs({ die: () => inProcess.die(), stop: (cause) => inProcess.stop(cause) }),
          { seed: seed++, hasWorkers: failure !== 'no worker starts it' },
        )
        const tags = {
          'pawl/max_retries': runRetries,
          'pawl/retry_strategy': strategy,
          'pawl/retry_on_asset_or_op_failure': onOpFailure,
          'pawl/retry_delay': '10,100',
        }
        // As of a run that was queued before its job was changed.
        const config = failure === 'config does not fit' ? { ops: { nobody: {} } } : {}
        const group = await inProcess.runGroup(jobName(failure, opRetries), { tags, config })
        expect(await attemptsOf(runs, group, 'target')).toEqual(attempts)
        expect(group.map(({ failureReason }) => failureReason)).toEqual(attempts.map(() => REASONS[failure]))
        expect(group.map(({ strategy: one }) => one)).toEqual(attempts.map((_, index) => (index === 0 ? null : strategy)))
        expect(group.map(({ tags: { 'pawl/will_retry': will } }) => will)).toEqual(
          attempts.map((_, index) => (failure === 'person cancels' ? undefined : String(index < attempts.length - 1))),
        )
        // What has succeeded runs once in the whole group, unless everything is to be done again.
        const isMadeIn = (index: number): boolean => index === 0 || strategy === 'ALL_STEPS'
        expect(await attemptsOf(runs, group, 'before')).toEqual(
          attempts.map((count, index) => (count > 0 && isMadeIn(index) ? 1 : 0)),
        )
      },
    )
  })
})
