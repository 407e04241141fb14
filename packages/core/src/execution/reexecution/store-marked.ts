import type { HandledOutputPayload, RunEvent } from '../../event/run-event.ts'
import type { StepKey } from '../../plan/plan.ts'
import type { AttemptServices } from '../attempt-services.ts'
import { settleMetadata } from '../settle-metadata.ts'
import type { StepOutputs } from '../step-state.ts'
import type { CheckedMark } from './check-marked.ts'
import { markedDoneEvent } from './reexecution-events.ts'
import { outputsOfFacts } from './run-facts.ts'

/** What was stored for the steps that are marked as done: for the execution, and as the log tells it. */
export interface StoredMarks {
  readonly outputs: ReadonlyMap<StepKey, StepOutputs>
  readonly events: readonly RunEvent[]
}

/** Nobody else writes for such a step: it has no attempt. */
const ATTEMPT = 1

async function storeOutput(
  { stepKey, step, op }: CheckedMark,
  { output, value }: { readonly output: string; readonly value: unknown },
  { services, signal }: StoringMarks,
): Promise<HandledOutputPayload> {
  const ioManager = step.outs[output]?.ioManager ?? ''
  const manager = await services.ioManager(ioManager)
  const { runId, jobName } = services.run
  signal.throwIfAborted()
  const handled = await manager.handleOutput({ runId, jobName, stepKey, output, attempt: ATTEMPT, signal }, value)
  const { metadata: said, ...rest } = handled
  const metadata = said === undefined ? {} : { metadata: await settleMetadata(said, services.storeAttachment) }
  const asset = op.outs[output]?.asset
  return {
    output,
    stored: { ...rest, ...metadata, ioManager, hostId: services.hostId, originRunId: runId, originAttempt: ATTEMPT },
    ...(asset === undefined ? {} : { assetKey: asset }),
  }
}

export interface StoringMarks {
  readonly services: AttemptServices
  readonly signal: AbortSignal
}

/**
 * Stores the values of steps that are marked as done, each by its I/O manager, in the new run. Done again, it stores the same again.
 * @throws whatever an I/O manager throws
 */
export async function storeMarked(marks: readonly CheckedMark[], storing: StoringMarks): Promise<StoredMarks> {
  const { services } = storing
  const outputs = new Map<StepKey, StepOutputs>()
  const events: RunEvent[] = []
  for (const mark of marks) {
    const { stepKey, step, values } = mark
    const stored: HandledOutputPayload[] = []
    for (const [output, value] of values) stored.push(await storeOutput(mark, { output, value }, storing))
    outputs.set(stepKey, outputsOfFacts({ stepKey, outputs: stored, empty: [] }))
    const configHash = services.configHash(step.key)
    events.push(markedDoneEvent({ stepKey, step, configHash, outputs: stored }, services.clock.now()))
  }
  return { outputs, events }
}
