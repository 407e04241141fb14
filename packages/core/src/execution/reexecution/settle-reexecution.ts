import type { InputContext, IOManager, OutputPresence } from '../../definition/io-manager.ts'
import type { RunId } from '../../foundation/ids.ts'
import { type NeededOutput, outputId } from './needed-output.ts'
import { planReexecution, type Reexecution } from './plan-reexecution.ts'
import type { ReexecutionQuestion } from './reexecution-question.ts'

/** One answer for each output, in order; `unknown` where it could not be checked. */
export type CheckOutputs = (outputs: readonly NeededOutput[]) => Promise<readonly (OutputPresence | 'unknown')[]>

/** Rounds in which only what is known to be needed is asked for. */
const EXACT_ROUNDS = 3

/**
 * Plans a re-execution and asks for the needed outputs until the decisions stand. Each missing output makes other outputs needed;
 * after a few rounds everything is asked for that could still be needed, so that a long chain that is gone does not cost a round
 * for each of its steps.
 */
export async function settleReexecution(
  question: Omit<ReexecutionQuestion, 'presence' | 'unasked'>,
  check: CheckOutputs,
): Promise<Reexecution> {
  const presence = new Map<string, OutputPresence | 'unknown'>()
  for (let round = 1; ; round++) {
    const planned = planReexecution({ ...question, presence })
    if (planned.unasked.length === 0) return planned
    const doubtful = round > EXACT_ROUNDS ? planReexecution({ ...question, presence, unasked: 'missing' }).unasked : []
    const asked = new Map([...planned.unasked, ...doubtful].map((output) => [outputId(output.stepKey, output), output]))
    const answers = await check([...asked.values()])
    ;[...asked.keys()].forEach((id, index) => {
      presence.set(id, answers[index] ?? 'unknown')
    })
  }
}

export interface OutputCheckOptions {
  /** @throws FrameworkError UNKNOWN_IO_MANAGER */
  readonly ioManager: (key: string) => Promise<IOManager>
  /** The run that is re-executed. */
  readonly runId: RunId
  readonly signal: AbortSignal
  /** Told why outputs could not be checked. */
  readonly onError: (ioManager: string, error: unknown) => void
}

/** Outputs in one call: a manager with a request for each has a bound on how long it takes. */
const BATCH = 1_000

const contextOf = (
  { stepKey, neededBy, stored, output, mappingKey }: NeededOutput,
  options: OutputCheckOptions,
): InputContext => ({
  runId: options.runId,
  stepKey: neededBy,
  upstream: { stepKey, output, ...(mappingKey === undefined ? {} : { mappingKey }), stored },
  signal: options.signal,
})

async function checkBatch(key: string, outputs: readonly NeededOutput[], options: OutputCheckOptions) {
  try {
    const manager = await options.ioManager(key)
    // A manager that cannot tell finds out when it loads.
    if (manager.hasOutputs === undefined) return outputs.map(() => 'present' as const)
    return await manager.hasOutputs(outputs.map((output) => contextOf(output, options)))
  } catch (error) {
    options.signal.throwIfAborted()
    options.onError(key, error)
    return outputs.map(() => 'unknown' as const)
  }
}

/** Asks the I/O managers, each for its own outputs, in batches. Rejects only when the signal aborts. */
export function outputCheck(options: OutputCheckOptions): CheckOutputs {
  return async (outputs) => {
    const answers = new Map<NeededOutput, OutputPresence | 'unknown'>()
    const byManager = Map.groupBy(outputs, ({ stored }) => stored.ioManager)
    await Promise.all(
      [...byManager].map(async ([key, own]) => {
        for (let at = 0; at < own.length; at += BATCH) {
          const batch = own.slice(at, at + BATCH)
          const found = await checkBatch(key, batch, options)
          batch.forEach((output, index) => {
            answers.set(output, found[index] ?? 'unknown')
          })
        }
      }),
    )
    return outputs.map((output) => answers.get(output) ?? 'unknown')
  }
}
