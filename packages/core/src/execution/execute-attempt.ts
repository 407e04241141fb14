import type { MetadataInput } from '../definition/metadata.ts'
import type { RunEvent } from '../event/run-event.ts'
import { type SerializedError, serializeError } from '../event/serialized-error.ts'
import { isFrameworkError } from '../foundation/errors.ts'
import { isRecord } from '../foundation/json.ts'
import { describeThrown, readThrown } from '../foundation/thrown.ts'
import type { RetryDecision } from '../plan/decide-retry.ts'
import { judgeFailure } from '../plan/judge-failure.ts'
import type { StepBinding } from '../plan/plan.ts'
import { attemptContext } from './attempt-context.ts'
import type { AttemptDeadline } from './attempt-deadline.ts'
import { AttemptJournal } from './attempt-journal.ts'
import type { AttemptLimits, AttemptServices } from './attempt-services.ts'
import type { InputState } from './input-state.ts'
import { loadInputs } from './load-inputs.ts'
import type { StepOutputs, Unit } from './step-state.ts'
import { storeOutputs } from './store-outputs.ts'

export interface AttemptOptions {
  readonly unit: Unit
  readonly binding: StepBinding
  readonly inputs: Readonly<Record<string, InputState>>
  readonly deadline: AttemptDeadline
  /** Resolves when the attempt's start is durable: until then it does nothing that shows. */
  readonly begun: Promise<void>
  readonly services: AttemptServices
  readonly limits: AttemptLimits
  /** Takes the attempt's events as they happen. */
  readonly push: (event: RunEvent) => void
}

export type AttemptEnd =
  | { readonly kind: 'success'; readonly outputs: StepOutputs }
  | {
      readonly kind: 'failure'
      /** As it was thrown, or what the attempt was aborted for. */
      readonly thrown: unknown
      readonly error: SerializedError
      readonly decision: RetryDecision
      readonly resource: boolean
    }

async function resourcesOf({ binding, services }: AttemptOptions): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {}
  for (const [key, requirement] of Object.entries(binding.op.resources)) {
    values[key] = await services.resources.get(key, requirement.kind === 'resource' ? requirement : undefined)
  }
  return values
}

/** Inputs, resources, the op's own code, outputs: all that an attempt does, in this order. */
async function runAttempt(options: AttemptOptions, journal: AttemptJournal): Promise<StepOutputs> {
  const { unit, binding, services, deadline } = options
  const { op } = binding
  const { signal } = deadline
  signal.throwIfAborted()
  const config = await services.stepConfig(unit.step.key)
  const inputs = await loadInputs({ unit, op, inputs: options.inputs, journal, services, signal })
  await options.begun
  signal.throwIfAborted()
  const resources = await resourcesOf(options)
  const { context, metadataOf } = attemptContext({ unit, config, resources, journal, services, signal })
  signal.throwIfAborted()
  const returned = await op.run(context, inputs)
  // A body that ignored the signal must not store an output of an attempt that has been given up.
  signal.throwIfAborted()
  const outputs = await storeOutputs(returned, { unit, op, journal, services, signal, metadataOf })
  await journal.flush()
  return outputs
}

/** What was thrown as the log keeps it, with the metadata of a `Failure`; what is wrong with those must not hide the failure. */
async function describeFailure(thrown: unknown, journal: AttemptJournal): Promise<SerializedError> {
  const error = serializeError(thrown)
  const metadata = readThrown(thrown, 'name') === 'Failure' ? readThrown(thrown, 'metadata') : undefined
  try {
    await journal.flush()
    const settled = isRecord(metadata) ? await journal.settle(metadata as MetadataInput) : {}
    return Object.keys(settled).length === 0 ? error : { ...error, metadata: settled }
  } catch (problem) {
    journal.log('warn', `Metadata was not stored: ${describeThrown(problem)}`)
    return error
  }
}

/** Runs one attempt of a step to its end; never rejects. */
export async function executeAttempt(options: AttemptOptions): Promise<AttemptEnd> {
  const { unit, binding, services, deadline, begun, limits, push } = options
  const place = { stepKey: unit.key, attempt: unit.attempts }
  const journal = new AttemptJournal(place, { services, limits, push })
  try {
    const outputs = await deadline.race(services.within(place, () => runAttempt(options, journal)))
    return { kind: 'success', outputs }
  } catch (caught) {
    // An error that none of its promises show fails an attempt whose body goes on, or would begin.
    deadline.giveUp(caught)
    // What goes wrong before its start is durable is judged when it is: until then the run may be canceled.
    await begun
    // Whatever an aborted body ends with, the reason is the abort.
    const thrown: unknown = deadline.cause === undefined ? caught : deadline.signal.reason
    const error = await describeFailure(thrown, journal)
    const decision = await judgeFailure({ error: thrown, aborted: deadline.cause, ...place }, binding.retry, {
      now: () => services.clock.now(),
      random: services.random,
    })
    return { kind: 'failure', thrown, error, decision, resource: isFrameworkError(thrown, 'RESOURCE_INIT_FAILED') }
  } finally {
    journal.close()
    deadline.clear()
  }
}
