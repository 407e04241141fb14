import type { StoredOutput } from '../definition/io-manager.ts'
import type { StoredEvent } from '../event/run-event.ts'
import type { StepKey } from '../plan/plan.ts'
import { foldRun } from '../run/fold-run.ts'
import type { OutputRecord } from '../run/step-record.ts'
import type { OutputState, StepOutputs } from './step-state.ts'

type Outputs = Map<StepKey, Map<string, OutputState>>

function outputsOf(outputs: Outputs, stepKey: StepKey): Map<string, OutputState> {
  const known = outputs.get(stepKey)
  if (known !== undefined) return known
  const made = new Map<string, OutputState>()
  outputs.set(stepKey, made)
  return made
}

/** Recorded outputs by step and name; the items of a dynamic one stand in the order of their records. */
export function outputsByStep(
  records: Iterable<Pick<OutputRecord, 'stepKey' | 'output' | 'mappingKey' | 'stored'>>,
): Map<StepKey, Map<string, OutputState>> {
  const outputs: Outputs = new Map()
  const items = new Map<OutputState, Map<string, StoredOutput>>()
  for (const { stepKey, output, mappingKey, stored } of records) {
    const step = outputsOf(outputs, stepKey)
    if (mappingKey === null) {
      step.set(output, { kind: 'one', stored })
      continue
    }
    const known = step.get(output)
    const growing = (known === undefined ? undefined : items.get(known)) ?? new Map<string, StoredOutput>()
    growing.set(mappingKey, stored)
    if (known !== undefined) continue
    const state: OutputState = { kind: 'items', items: growing }
    items.set(state, growing)
    step.set(output, state)
  }
  return outputs
}

/** What the successful steps of a run have put out, as its log tells it. */
export function outputsFromLog(runId: string, events: readonly StoredEvent[]): ReadonlyMap<StepKey, StepOutputs> {
  const { steps, outputs } = foldRun(runId, events)
  const successful = outputsByStep(outputs.filter(({ stepKey }) => steps.get(stepKey)?.status === 'SUCCESS'))
  for (const event of events) {
    if ('unknown' in event || event.type !== 'STEP_SUCCESS' || event.stepKey === undefined) continue
    const step = outputsOf(successful, event.stepKey)
    // No items leave no record, and are yet something else than an output that was left out.
    for (const [output, count] of Object.entries(event.payload.items ?? {}))
      if (count === 0) step.set(output, { kind: 'items', items: new Map() })
  }
  return successful
}
