import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CancelCause } from '../event/run-event.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import { uuidV7 } from '../foundation/ids.ts'
import type { Run, RunSpec } from '../run/run.ts'
import { isFinished, RUN_STATUSES } from '../run/run-status.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import type { RunStorage, RunWrite } from '../storage/run-storage.ts'
import { endOfRun, type RunEnd } from './finish-run.ts'
import { noSubscriptions } from './notifications.ts'
import { drawRetry } from './retry-run.ts'
import { type RunRetrySettings, storedRunRetryPolicy } from './run-retry-settings.ts'
import { terminateRun } from './terminate-run.ts'

const START = Date.UTC(2026, 0, 1)
const REASONS: readonly FailureReason[] = ['STEP_FAILURE', 'RESOURCE_INIT_FAILURE', 'UNEXPECTED_TERMINATION', 'START_TIMEOUT']

const policies: fc.Arbitrary<RunRetrySettings> = fc.record({
  enabled: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  maxRetries: fc.nat(4),
  strategy: fc.constantFrom('FROM_FAILURE', 'ALL_STEPS'),
  retryOnAssetOrOpFailure: fc.boolean(),
  delaySeconds: fc.oneof(fc.constant(0), fc.nat(100), fc.array(fc.nat(100), { minLength: 1, maxLength: 5 })),
  jitter: fc.constantFrom(null, 'full' as const, 'plus-minus' as const, 0.5),
})

/** What happens to the newest run of the group. */
type Happening =
  | {
      readonly kind: 'end'
      readonly end: 'success' | 'stopped' | FailureReason
      readonly isPermanent: boolean
      readonly times: number
    }
  | { readonly kind: 'stop'; readonly cause: CancelCause }
  /** A person cancels it. */
  | { readonly kind: 'terminate' }

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      end: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...REASONS) },
        fc.constantFrom('success' as const, 'stopped' as const),
      ),
      isPermanent: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
      // Two who saw it, an answer that was lost, or both.
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('stop' as const), cause: fc.constantFrom('user', 'max_runtime', 'shutdown') }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'terminate' as const }) },
)

const specOf = (runId: string, policy: RunRetrySettings): RunSpec => ({
  ...{
    runId,
    locationName: 'main',
    jobName: 'job',
    config: {},
    opSelection: null,
    tags: {},
    rootRunId: runId,
    parentRunId: null,
  },
  ...{
    retryOfRunId: null,
    retryNumber: 0,
    strategy: null,
    retryPolicy: storedRunRetryPolicy(policy),
    notBefore: null,
    priority: 0,
  },
  ...{
    origin: { kind: 'api' },
    launchedBy: null,
    partitionKey: null,
    inputsFromRunId: null,
    reexecution: null,
    idempotencyKey: null,
  },
  ...{ requestHash: null, createdAt: START },
})

/** Everything that happens, on the run that is newest then. */
async function live(policy: RunRetrySettings, story: readonly Happening[], random: () => number): Promise<RunStorage> {
  const { runs } = memoryRunStorage()
  const rootRunId = uuidV7(START, random)
  await runs.launchRuns([{ spec: specOf(rootRunId, policy), events: [] }])
  let now = START
  const clock = { now: () => ++now, sleep: async () => {} }
  const finals = new Map<string, string>()
  for (const happening of story) {
    const [newest] = await runs.listRuns({ limit: 1 })
    if (newest === undefined) throw new Error('The group is empty.')
    await happen(runs, newest, happening, { clock, random })
    await expectFinalsToStay(runs, finals)
  }
  return runs
}

async function happen(
  runs: RunStorage,
  { runId, status }: Run,
  happening: Happening,
  chance: Parameters<typeof drawRetry>[0],
): Promise<void> {
  const { clock } = chance
  if (happening.kind === 'terminate') {
    // Of a run in progress its supervisor sees to the end.
    if (status === 'QUEUED')
      await terminateRun({ clock, runs, subscriptionsOf: noSubscriptions, hints: { notify: () => {} } }, runId)
    return
  }
  if (happening.kind === 'stop') {
    const change = { status: 'CANCELING', cancelCause: happening.cause } as const
    await runs.write([{ runId, guard: { kind: 'status', statuses: ['QUEUED', 'STARTED'] }, events: [], change }])
    return
  }
  const { end, isPermanent, times } = happening
  const common = { at: clock.now(), isPermanent }
  const told: RunEnd =
    end === 'success'
      ? { ...common, kind: 'success' }
      : end === 'stopped'
        ? { ...common, kind: 'stopped', message: 'stopped' }
        : { ...common, kind: 'failure', reason: end, message: 'failed' }
  const write = (): RunWrite => {
    const draw = drawRetry(chance)
    const also = (locked: Run) => endOfRun(locked, told, draw, [])
    return { runId, guard: { kind: 'status', statuses: RUN_STATUSES }, events: [], also }
  }
  const first = write()
  for (let time = 1; time <= times; time++) await runs.write([first, write()])
}

async function expectFinalsToStay(runs: RunStorage, finals: Map<string, string>): Promise<void> {
  for (const { runId, status, failureReason } of await runs.listRuns({ limit: 1_000 })) {
    const before = finals.get(runId)
    if (before !== undefined) expect(`${status} ${failureReason}`).toBe(before)
    if (isFinished(status)) finals.set(runId, `${status} ${failureReason}`)
  }
}

function expectRules(policy: RunRetrySettings, all: readonly Run[]): void {
  const retriesOf = Map.groupBy(all, ({ retryOfRunId }) => retryOfRunId)
  const root = all.find(({ retryNumber }) => retryNumber === 0)
  for (const run of all) {
    const retries = retriesOf.get(run.runId) ?? []
    expect(retries.length).toBeLessThanOrEqual(1)
    expect(run.retryNumber).toBeLessThanOrEqual(policy.enabled ? policy.maxRetries : 0)
    expect(run.rootRunId).toBe(root?.runId)
    const [retry] = retries
    if (run.status === 'FAILURE') expect(run.tags['pawl/will_retry']).toBe(String(retry !== undefined))
    expect(run.tags['pawl/auto_retry_run_id']).toBe(retry?.runId)
    if (retry === undefined) continue
    expect(run.status).toBe('FAILURE')
    expect(run.failureReason === 'STEP_FAILURE' && !policy.retryOnAssetOrOpFailure).toBe(false)
    expect(retry).toMatchObject({ retryNumber: run.retryNumber + 1, parentRunId: run.runId, retryPolicy: run.retryPolicy })
    expect(retry.notBefore ?? run.endedAt).toBeGreaterThanOrEqual(run.endedAt ?? Number.NaN)
  }
}

test('whatever happens to the runs of a group: one retry each at most, never beyond the policy, and a final status stays', async () => {
  const seen = { retries: 0, groups: 0, canceled: 0 }
  const scenario = fc.tuple(
    policies,
    fc.array(happenings, { minLength: 1, maxLength: 12 }),
    fc.infiniteStream(fc.nat(2 ** 24 - 1)),
  )
  await fc.assert(
    fc.asyncProperty(scenario, async ([policy, story, draws]) => {
      const random = (): number => (draws.next().value ?? 0) / 2 ** 24
      const runs = await (await live(policy, story, random)).listRuns({ limit: 1_000 })
      expectRules(policy, runs)
      seen.groups++
      seen.retries += runs.length - 1
      seen.canceled += runs.filter(({ status }) => status === 'CANCELED').length
    }),
    { numRuns: 500 },
  )
  expect(seen.retries).toBeGreaterThan(seen.groups / 5)
  expect(seen.canceled).toBeGreaterThan(seen.groups / 20)
})
