import { FrameworkError } from '../foundation/errors.ts'
import type { OutputContext } from './io-manager.ts'
import { outputName } from './output-lost.ts'

/**
 * The error of code `OUTPUT_ALREADY_STORED` that `handleOutput` throws rather than replace what is recorded: a location is
 * written once. Storing the very same content again is no error, because an answer can be lost after the work is done.
 */
export const outputAlreadyStored = (context: OutputContext, location: string): FrameworkError =>
  new FrameworkError('OUTPUT_ALREADY_STORED', {
    message: `Output ${outputName(context.output, context.mappingKey)} of step "${context.stepKey}", attempt ${context.attempt}, already lies at ${location} with other content. What is stored is never replaced: a new attempt or a new run writes elsewhere.`,
    details: { runId: context.runId, stepKey: context.stepKey, output: context.output, attempt: context.attempt, location },
  })
