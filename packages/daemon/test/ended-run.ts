import {
  type FoldedRun,
  foldRun,
  type Instance,
  isFinished,
  type OutputRecord,
  type Run,
  type RunEvent,
  type RunEventOf,
  type RunEventType,
  type StepRecord,
  type StoredEvent,
} from '@pawl/core/plugin'
import { expect } from 'vitest'
import { until } from './until.ts'

const MANY = 100_000

/** A run that is over, with its whole log and rows. */
export class EndedRun {
  readonly run: Run
  readonly events: readonly StoredEvent[]
  readonly steps: readonly StepRecord[]
  readonly outputs: readonly OutputRecord[]
  readonly #instance: Instance

  constructor(
    instance: Instance,
    stored: { run: Run; events: readonly StoredEvent[]; steps: readonly StepRecord[]; outputs: readonly OutputRecord[] },
  ) {
    this.#instance = instance
    this.run = stored.run
    this.events = stored.events
    this.steps = stored.steps
    this.outputs = stored.outputs
  }

  /** Status, and the reason of a failure. */
  get end(): string {
    return this.run.failureReason === null ? this.run.status : `${this.run.status}/${this.run.failureReason}`
  }

  eventsOf<Type extends RunEventType>(type: Type, stepKey?: string): readonly RunEventOf<Type>[] {
    const isOne = (event: StoredEvent): boolean => event.type === type && (stepKey === undefined || event.stepKey === stepKey)
    return this.events.filter(isOne) as unknown as readonly RunEventOf<Type>[]
  }

  /** The only event of a type. */
  eventOf<Type extends RunEventType>(type: Type, stepKey?: string): RunEventOf<Type> {
    const [event, ...more] = this.eventsOf(type, stepKey)
    if (event === undefined || more.length > 0) throw new Error(`${more.length + (event ? 1 : 0)} events ${type}: ${this.shown}`)
    return event
  }

  get types(): readonly RunEvent['type'][] {
    return this.events.map(({ type }) => type as RunEvent['type'])
  }

  get workerPid(): number {
    return this.eventOf('RUN_START').payload.workerPid
  }

  /** The message of its end, when it failed. */
  get message(): string {
    return this.eventOf('RUN_FAILURE').payload.message
  }

  /** What an attempt printed; of none, what could not be charged to a step. */
  async printed(stream: 'stdout' | 'stderr', stepKey: string | null = null, attempt = 1): Promise<string> {
    const key = { runId: this.run.runId, stepKey, attempt: stepKey === null ? null : attempt, stream }
    return (await this.#instance.capturedLogs.readLog(key, { offset: 0, limitBytes: 2 ** 24 })).text
  }

  /** For the message of a test that fails. */
  get shown(): string {
    return this.events
      .map(({ seq, type, stepKey = '', payload }) => `${seq} ${type} ${stepKey} ${JSON.stringify(payload)}`)
      .join('\n')
  }
}

/** Waits for a run's end, reads it whole, and holds what is stored of it to what its log says: invariant 6 of every run of every test. */
export async function readEndedRun(instance: Instance, runId: string): Promise<EndedRun> {
  const run = await until(`run ${runId} has ended`, async () => {
    const one = await instance.runs.getRun(runId)
    return one !== undefined && isFinished(one.status) && one
  })
  const events = await instance.eventLog.listEvents(runId, { limit: MANY })
  const steps = await instance.runs.listSteps(runId, { limit: MANY })
  const outputs = await instance.runs.listOutputs(runId, { limit: MANY })
  expectFoldToMatch(foldRun(runId, events), { run, events, steps, outputs })
  return new EndedRun(instance, { run, events, steps, outputs })
}

function expectFoldToMatch(
  folded: FoldedRun,
  { run, events, steps, outputs }: Pick<EndedRun, 'run' | 'events' | 'steps' | 'outputs'>,
): void {
  const { steps: foldedSteps, outputs: foldedOutputs, ...row } = folded
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(run.nextSeq).toBe(events.length + 1)
  expect(run).toMatchObject(row)
  expect(new Map(steps.map((step) => [step.stepKey, step]))).toEqual(new Map(foldedSteps))
  expect(sorted(outputs)).toEqual(sorted(foldedOutputs))
}

const sorted = (outputs: readonly OutputRecord[]): readonly OutputRecord[] =>
  outputs.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
const keyOf = ({ stepKey, output, mappingKey }: OutputRecord): string => `${stepKey}/${output}/${mappingKey ?? ''}`
