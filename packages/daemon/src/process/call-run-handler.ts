import type { Definitions, RunFailureContext, RunSuccessContext } from '@pawl/core/plugin'
import type { Question } from '../channel/protocol.ts'
import type { RunEndDocument } from '../notifications/run-end-document.ts'

const successContext = ({ deliveryId, run, job, link }: RunEndDocument): RunSuccessContext => ({ deliveryId, run, job, link })

const failureContext = (document: RunEndDocument): RunFailureContext => {
  const { reason, message, failedStep, error, willRetry } = document
  return {
    ...successContext(document),
    reason: reason ?? 'RUN_EXCEPTION',
    message: message ?? 'The run failed.',
    ...{ failedStep, error, willRetry },
  }
}

/**
 * Calls the handler of a run's end, if the code has one: who asks may not have known, or the code has changed since.
 * @throws whatever the handler does
 */
export async function callRunHandler(
  { place, jobName, document }: Extract<Question, { readonly kind: 'run-end' }>,
  definitions: Definitions,
): Promise<void> {
  const { event, willRetry } = document
  const handlers = place === 'definitions' ? definitions : definitions.jobs.find(({ name }) => name === jobName)
  if (event === 'run.success') await handlers?.onRunSuccess?.run(successContext(document))
  if (event !== 'run.failure' || handlers?.onRunFailure === undefined) return
  const { run, evenIfRetried } = handlers.onRunFailure
  if (!willRetry || evenIfRetried) await run(failureContext(document))
}
