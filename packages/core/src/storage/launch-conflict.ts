import { FrameworkError } from '../foundation/errors.ts'
import { isRunId } from '../foundation/ids.ts'
import { canonicalJson } from '../foundation/json.ts'
import type { Run, RunSpec } from '../run/run.ts'
import type { LaunchResult } from './run-storage.ts'

/** Throws INVALID_RUN_ID unless every id of the spec has the one form that sorts by launch time and is safe in paths. */
export function checkRunIds(spec: RunSpec): void {
  const { runId, rootRunId, parentRunId, retryOfRunId, inputsFromRunId } = spec
  for (const id of [runId, rootRunId, parentRunId, retryOfRunId, inputsFromRunId]) {
    if (id !== null && !isRunId(id)) {
      throw new FrameworkError('INVALID_RUN_ID', {
        message: `"${id}" is no run id. Run ids are UUIDs of version 7 in lower case; leave the id out to get one.`,
        details: { runId: id },
      })
    }
  }
}

const whatWasAsked = (spec: RunSpec): string => {
  const { locationName, jobName, config, opSelection, rootRunId, parentRunId, createdAt } = spec
  return canonicalJson({ locationName, jobName, config, opSelection, rootRunId, parentRunId, createdAt })
}

/** Judges a launch that met a run with its idempotency key, its id, or its place as an automatic retry. */
export function repeatedLaunch(existing: Run, spec: RunSpec): Exclude<LaunchResult, { readonly kind: 'launched' }> {
  const byHash = spec.requestHash !== null && existing.requestHash !== null
  const sameRequest = byHash ? existing.requestHash === spec.requestHash : whatWasAsked(existing) === whatWasAsked(spec)
  return { kind: sameRequest ? 'already-launched' : 'conflict', run: existing }
}

/** What a run to be launched by another run's write met: a second automatic retry, or an id given twice. */
export const launchRefused = (existing: Run, spec: RunSpec): FrameworkError =>
  new FrameworkError('RUN_EXISTS', {
    message: `Run ${spec.runId} cannot be launched beside this write: run ${existing.runId} is there already.`,
    details: { runId: spec.runId, existingRunId: existing.runId, retryOfRunId: spec.retryOfRunId },
  })
