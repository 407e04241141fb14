import {
  FrameworkError,
  type Instance,
  launchReexecution,
  type ReexecutionRefusal,
  type ReexecutionRequest,
} from '@pawl/core/plugin'
import { invalidConfig, type Launched } from '../launch/launched.ts'

const CODES = {
  'unknown-run': 'RUN_NOT_FOUND',
  'not-allowed': 'REEXECUTION_NOT_ALLOWED',
  'unknown-job': 'UNKNOWN_JOB',
  'location-not-loaded': 'LOCATION_NOT_LOADED',
  'invalid-selection': 'INVALID_OP_SELECTION',
  'idempotency-conflict': 'IDEMPOTENCY_CONFLICT',
} as const

/** Why a re-execution, or its preview, comes to nothing. */
export function refusedReexecution(refusal: ReexecutionRefusal, jobName: string): FrameworkError {
  switch (refusal.kind) {
    case 'invalid-config':
      return invalidConfig(jobName, refusal.errors)
    case 'invalid-tags':
      return new FrameworkError('INVALID_TAGS', { message: refusal.problems.map(({ message }) => message).join('\n') })
    case 'invalid-marks':
      return new FrameworkError('INVALID_MARKED_STEPS', { message: refusal.problems.map(({ message }) => message).join('\n') })
    default:
      return new FrameworkError(CODES[refusal.kind], { message: refusal.message })
  }
}

/** Queues a re-execution in this process. The job's location must be loaded. @throws FrameworkError for every refusal */
export async function reexecuteHere(instance: Instance, request: ReexecutionRequest, jobName: string): Promise<Launched> {
  const outcome = await launchReexecution(instance, request)
  if (!('warnings' in outcome)) throw refusedReexecution(outcome, jobName)
  return { runId: outcome.run.runId, isRepeated: outcome.kind === 'already-launched', warnings: outcome.warnings }
}
