import type { StoredOutput } from '../src/definition/io-manager.ts'
import type { HandledOutputPayload, OutputName } from '../src/event/run-event.ts'
import type { RunFacts, StepFacts } from '../src/execution/reexecution/run-facts.ts'
import type { Plan } from '../src/plan/plan.ts'
import type { StepStatus } from '../src/run/run-status.ts'

export interface DidSpec {
  readonly status?: StepStatus
  readonly codeVersion?: string
  readonly configHash?: string
  readonly originRunId?: string
  /** Of each output that was given: true for a value, its mapping keys for a dynamic one. `result` where none is named. */
  readonly outs?: Readonly<Record<string, true | readonly string[]>>
  readonly lost?: readonly OutputName[]
  readonly stored?: Partial<StoredOutput>
}

const PARENT = 'parent'

function handledOf(stepKey: string, { outs = { result: true }, stored }: DidSpec): readonly HandledOutputPayload[] {
  const storedAt = (location: string): StoredOutput => ({
    location,
    ioManager: 'default',
    hostId: 'host',
    originRunId: PARENT,
    originAttempt: 1,
    sizeBytes: 10,
    ...stored,
  })
  return Object.entries(outs).flatMap(([output, what]): HandledOutputPayload[] =>
    what === true
      ? [{ output, stored: storedAt(`${stepKey}/${output}`) }]
      : what.map((mappingKey) => ({ output, mappingKey, stored: storedAt(`${stepKey}/${output}/${mappingKey}`) })),
  )
}

function factsOf(stepKey: string, did: DidSpec): StepFacts {
  const { status = 'SUCCESS', outs = {} } = did
  const hasOutputs = status === 'SUCCESS' || status === 'REUSED' || status === 'MARKED_DONE'
  return {
    stepKey,
    status,
    codeVersion: did.codeVersion ?? null,
    configHash: did.configHash ?? null,
    originRunId: did.originRunId ?? PARENT,
    succeededAt: hasOutputs ? 7 : null,
    outputs: hasOutputs ? handledOf(stepKey, did) : [],
    empty: Object.entries(outs).flatMap(([output, what]) => (what !== true && what.length === 0 ? [output] : [])),
    lost: did.lost ?? [],
  }
}

/** What a run called `parent` did: by step key, `{}` for a plain success. */
export const smallFacts = (
  did: Readonly<Record<string, DidSpec>>,
  rest: { readonly leftOut?: readonly string[]; readonly plan?: Plan } = {},
): RunFacts => ({
  runId: PARENT,
  steps: Object.entries(did).map(([key, spec]) => factsOf(key, spec)),
  leftOut: rest.leftOut ?? [],
  plan: rest.plan ?? null,
})
