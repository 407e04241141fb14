import type { HandledOutputPayload, OutputName, RunEvent, RunEventType } from '../../event/run-event.ts'
import type { RunId } from '../../foundation/ids.ts'
import type { Plan, StepKey } from '../../plan/plan.ts'
import type { StepStatus } from '../../run/run-status.ts'
import type { OutputRecord, StepRecord } from '../../run/step-record.ts'
import { foldRecords, type LoggedEvent, type RecordFold } from '../../run/step-records.ts'
import { outputsByStep } from '../outputs-by-step.ts'
import type { OutputState, StepOutputs } from '../step-state.ts'

/** Where a step, or one copy of a mapped one, stood when its run ended; and what it had put out if it had succeeded. */
export interface StepFacts {
  readonly stepKey: StepKey
  readonly status: StepStatus
  readonly codeVersion: string | null
  readonly configHash: string | null
  /** The run whose attempt made the outputs: an ancestor where the step was reused. */
  readonly originRunId: RunId
  /** UTC milliseconds; null unless it succeeded, now or in its origin run. */
  readonly succeededAt: number | null
  /** In the order in which they were made, which is the order of a dynamic output's items. */
  readonly outputs: readonly HandledOutputPayload[]
  /** Dynamic outputs that were given without any item. */
  readonly empty: readonly string[]
  /** Outputs that a load has found missing or altered, whatever a check of their existence says. */
  readonly lost: readonly OutputName[]
}

/**
 * All that the planner has to know of the run that is re-executed. What that run itself had reused is in it, whole: no older run of
 * the chain has to be looked at. JSON, since it travels to the process that plans.
 */
export interface RunFacts {
  readonly runId: RunId
  readonly steps: readonly StepFacts[]
  /**
   * Plan keys of steps that a launch with a selection kept out, and that no run since has executed: whatever is not among them goes
   * without them. What a re-execution merely does not select is not in it.
   */
  readonly leftOut: readonly StepKey[]
  /** The plan it followed; null where that is not known, and then new and rewired steps cannot be told. */
  readonly plan: Plan | null
}

/** Of a run that re-executes nothing, or of an ancestor of which nothing is left. */
export const noFacts = (runId: RunId): RunFacts => ({ runId, steps: [], leftOut: [], plan: null })

/** The types of the events that {@link foldRunFacts} reads; it passes over all others. */
export const RUN_FACTS_EVENTS: readonly RunEventType[] = [
  'RUN_START',
  'STEP_START',
  'STEP_RESTARTED',
  'HANDLED_OUTPUT',
  'STEP_SUCCESS',
  'STEP_FAILURE',
  'STEP_UP_FOR_RETRY',
  'STEP_SKIPPED',
  'STEP_REUSED',
  'STEP_MARKED_DONE',
  'OUTPUT_LOST',
]

const SUCCEEDED: ReadonlySet<StepStatus> = new Set<StepStatus>(['SUCCESS', 'REUSED', 'MARKED_DONE'])

/** Whether a step came to an end that a later run can take over. */
export const hasSucceeded = ({ status }: StepFacts): boolean => SUCCEEDED.has(status)

const handledOutput = ({ output, mappingKey, stored, assetKey, partitionKey }: OutputRecord): HandledOutputPayload => ({
  output,
  ...(mappingKey === null ? {} : { mappingKey }),
  stored,
  ...(assetKey === null ? {} : { assetKey }),
  ...(partitionKey === null ? {} : { partitionKey }),
})

/** What the rows of steps and outputs do not hold. */
interface FurtherFacts {
  originRunId?: RunId
  succeededAt?: number | null
  empty?: readonly string[]
  readonly lost: (OutputName & { readonly location?: string })[]
}

class FactsFold {
  leftOut: readonly StepKey[] = []
  readonly #records: RecordFold = { steps: new Map(), outputs: new Map() }
  readonly #further: Map<StepKey, FurtherFacts> = new Map()
  readonly #runId: RunId

  constructor(runId: RunId) {
    this.#runId = runId
  }

  add(event: RunEvent): void {
    if (event.type === 'RUN_START') this.leftOut = event.payload.leftOut ?? []
    if (event.stepKey === undefined) return
    // An OUTPUT_LOST stands in the log of the step that wanted to load; it says something of the one that made the output.
    if (event.type === 'OUTPUT_LOST') {
      const { upstreamStepKey, output, mappingKey, location } = event.payload
      this.#of(upstreamStepKey).lost.push({ output, ...(mappingKey === undefined ? {} : { mappingKey }), location })
      return
    }
    foldRecords(this.#records, this.#runId, event)
    if (event.type === 'STEP_SUCCESS') {
      const further = this.#of(event.stepKey)
      further.succeededAt = event.at
      further.empty = withoutItems(event.payload.items)
    } else if (event.type === 'STEP_MARKED_DONE') this.#of(event.stepKey).succeededAt = event.at
    else if (event.type === 'STEP_REUSED') this.#addReused(event.stepKey, event.payload)
  }

  steps(): readonly StepFacts[] {
    return [...this.#records.steps.values()].map((record) => this.#facts(record))
  }

  #addReused(stepKey: StepKey, payload: Extract<RunEvent, { readonly type: 'STEP_REUSED' }>['payload']): void {
    const further = this.#of(stepKey)
    further.originRunId = payload.originRunId
    further.succeededAt = payload.succeededAt ?? null
    further.empty = withoutItems(payload.items)
    further.lost.push(...(payload.lost ?? []))
  }

  #of(stepKey: StepKey): FurtherFacts {
    const known = this.#further.get(stepKey)
    if (known !== undefined) return known
    const further: FurtherFacts = { lost: [] }
    this.#further.set(stepKey, further)
    return further
  }

  #facts({ stepKey, status, codeVersion, configHash }: StepRecord): StepFacts {
    const further = this.#further.get(stepKey)
    const outputs = [...(this.#records.outputs.get(stepKey)?.values() ?? [])].map(handledOutput)
    const locations = new Set(outputs.map(({ stored }) => stored.location))
    return {
      stepKey,
      status,
      codeVersion,
      configHash,
      originRunId: further?.originRunId ?? this.#runId,
      succeededAt: further?.succeededAt ?? null,
      outputs,
      empty: further?.empty ?? [],
      lost: (further?.lost ?? [])
        .filter(({ location }) => location === undefined || locations.has(location))
        .map(({ location: _location, ...name }) => name),
    }
  }
}

const withoutItems = (items: Readonly<Record<string, number>> | undefined): readonly string[] =>
  Object.entries(items ?? {}).flatMap(([output, count]) => (count === 0 ? [output] : []))

/** Reads a run's facts from its log, given whole or only its {@link RUN_FACTS_EVENTS}, in order. `plan` is the one it followed. */
export function foldRunFacts(runId: RunId, events: Iterable<LoggedEvent>, plan: Plan | null): RunFacts {
  const fold = new FactsFold(runId)
  for (const event of events) if (!('unknown' in event)) fold.add(event)
  return { runId, steps: fold.steps(), leftOut: fold.leftOut, plan }
}

/**
 * The facts of a run that never came to its plan, and so has none of its own: those of its parent, without the steps it was to execute
 * whatever their state.
 */
export function inheritedFacts(parent: RunFacts, forced: ReadonlySet<StepKey> | 'all' | undefined): RunFacts {
  if (forced === undefined) return parent
  return { ...parent, steps: forced === 'all' ? [] : parent.steps.filter(({ stepKey }) => !forced.has(stepKey)) }
}

/** What a step had put out, as an execution takes it. */
export function outputsOfFacts({ stepKey, outputs, empty }: Pick<StepFacts, 'stepKey' | 'outputs' | 'empty'>): StepOutputs {
  const records = outputs.map(({ mappingKey, ...handled }) => ({ stepKey, mappingKey: mappingKey ?? null, ...handled }))
  const states = outputsByStep(records).get(stepKey) ?? new Map<string, OutputState>()
  for (const output of empty) if (!states.has(output)) states.set(output, { kind: 'items', items: new Map() })
  return states
}
