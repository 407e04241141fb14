import { FrameworkError } from '../foundation/errors.ts'
import type { InputContext } from './io-manager.ts'

export type OutputLoss = 'missing' | 'changed'

/** How messages name an output: `"airport[lax]" of step "split"`. */
export const outputName = (output: string, mappingKey: string | undefined): string =>
  mappingKey === undefined ? `"${output}"` : `"${output}[${mappingKey}]"`

/**
 * The error of code `OUTPUT_LOST` that `loadInput` throws when the stored output is gone (`missing`) or is not, byte for
 * byte, what was stored (`changed`). `details`: stepKey, output, mappingKey, location, loss.
 */
export function outputLost(upstream: InputContext['upstream'], loss: OutputLoss, cause?: unknown): FrameworkError {
  const { stepKey, output, mappingKey, stored } = upstream
  const what = loss === 'missing' ? `is gone from ${stored.location}` : `at ${stored.location} is torn or was altered`
  return new FrameworkError('OUTPUT_LOST', {
    message: `Output ${outputName(output, mappingKey)} of step "${stepKey}" ${what}. The step has to make it again: re-execute the run from there.`,
    details: { stepKey, output, mappingKey: mappingKey ?? null, location: stored.location, loss },
    ...(cause === undefined ? {} : { cause }),
  })
}
