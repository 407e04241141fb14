import type { Job } from '../definition/job-type.ts'
import type { AnyOp } from '../definition/op.ts'
import type { None } from '../definition/value-types.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { ExecuteArguments, ExecuteInProcess, RunResult, TryExecuteInProcess } from './execute-in-process-types.ts'
import { type InProcessOptions, type InProcessRun, runInProcess } from './in-process-run.ts'
import { type RunValues, readRunValues } from './run-values.ts'

async function resultOf(run: InProcessRun, values: RunValues): Promise<RunResult> {
  const { runId, events, end } = run
  const read = {
    runId,
    events,
    outputOf: (op: AnyOp) => values.outputOf(op) as never,
    outputsOf: (op: AnyOp) => values.outputsOf(op) as never,
  }
  if (end.kind === 'success') return { ...read, status: 'SUCCESS', outputs: await values.jobOutputs() }
  if (end.kind === 'canceled') return { ...read, status: 'CANCELED' }
  const failures = events.filter((event) => event.type === 'STEP_FAILURE')
  const [first] = failures
  const failedSteps = failures.map(({ stepKey }) => stepKey ?? '')
  return {
    ...read,
    status: 'FAILURE',
    reason: end.reason,
    error: first?.payload.error ?? { name: 'Error', message: end.message },
    thrown: run.thrown.get(failedSteps[0] ?? ''),
    failedSteps,
  }
}

/**
 * As {@link executeInProcess}, but a run that fails or is canceled is an answer too.
 * @throws FrameworkError INVALID_CONFIG, INVALID_TAGS or INVALID_OP_SELECTION, where there is no run at all
 */
export const tryExecuteInProcess: TryExecuteInProcess = async (job, ...[options]) => {
  const run = await runInProcess(job, (options ?? {}) as InProcessOptions)
  return (await resultOf(run, await readRunValues(run))) as never
}

/**
 * Runs a job here and now, for tests and scripts: no server, and no files where no I/O manager writes any.
 *
 * ```ts
 * const { outputs, outputOf } = await executeInProcess(report, { config: { ops: { fetch: { config: { path: 'a.json' } } } } })
 * ```
 *
 * @throws FrameworkError RUN_FAILED, with what the first failed step threw as its cause, or RUN_CANCELED; and as {@link tryExecuteInProcess}
 */
export const executeInProcess: ExecuteInProcess = async <J extends Job, R extends object = None>(
  job: J,
  ...options: ExecuteArguments<J, R>
) => {
  const result = await tryExecuteInProcess<J, R>(job, ...options)
  if (result.status === 'SUCCESS') return result
  if (result.status === 'CANCELED') {
    throw new FrameworkError('RUN_CANCELED', {
      message: `The run of job "${job.name}" was canceled.`,
      details: { runId: result.runId },
    })
  }
  const { reason, error, failedSteps, thrown, runId } = result
  throw new FrameworkError('RUN_FAILED', {
    message: `The run of job "${job.name}" failed at step "${failedSteps[0]}": ${error.message}`,
    details: { runId, reason, failedSteps },
    ...(thrown === undefined ? {} : { cause: thrown }),
  })
}
