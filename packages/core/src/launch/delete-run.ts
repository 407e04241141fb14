import { serializeError } from '../event/serialized-error.ts'
import { isRunId, type RunId } from '../foundation/ids.ts'
import type { Run } from '../run/run.ts'
import type { OutputRecord } from '../run/step-record.ts'
import type { RunDeletion } from '../storage/run-deletion.ts'
import type { RunNews } from './launch-environment.ts'
import { unknownRunMessage } from './terminate-run.ts'

export interface OutputsOfRun {
  readonly locationName: string
  readonly runId: RunId
  readonly outputs: readonly OutputRecord[]
}

/** The parts of an instance that deleting a run works with; every instance is one. */
export interface DeletionEnvironment {
  readonly deletion: RunDeletion
  readonly locations: {
    /** By their I/O managers; gives why some of them stay. @throws FrameworkError LOCATION_NOT_LOADED, CODE_HOST_TIMEOUT, UNKNOWN_LOCATION */
    deleteOutputs(outputs: OutputsOfRun): Promise<readonly string[]>
  }
  readonly capturedLogs: {
    deleteLogs(runId: RunId): Promise<void>
    deleteAttachments(runId: RunId): Promise<void>
  }
  readonly hints: { notify(runId: RunId, what?: RunNews): void }
}

export type DeleteOutcome =
  /** `warnings`: what of it could not be removed from the disk, or from wherever its outputs lie. */
  | { readonly kind: 'deleted'; readonly runId: RunId; readonly keptOutputs: number; readonly warnings: readonly string[] }
  | { readonly kind: 'unknown-run'; readonly runId: string; readonly message: string }
  /** It has not ended, or one that has not ended may need what it made. */
  | { readonly kind: 'refused'; readonly run: Run; readonly message: string }

/** Outputs that are deleted by one question to the location. */
const OUTPUTS_AT_ONCE = 200

async function deleteOutputs({ locations }: DeletionEnvironment, { outputs, ...of }: OutputsOfRun): Promise<readonly string[]> {
  const problems = new Set<string>()
  for (let from = 0; from < outputs.length; from += OUTPUTS_AT_ONCE) {
    try {
      const batch = { ...of, outputs: outputs.slice(from, from + OUTPUTS_AT_ONCE) }
      for (const problem of await locations.deleteOutputs(batch)) problems.add(problem)
    } catch (error) {
      const left = outputs.length - from
      problems.add(
        `${left} ${left === 1 ? 'output stays' : 'outputs stay'} where they were stored: ${serializeError(error).message}`,
      )
      break
    }
  }
  return [...problems]
}

async function problemOf(what: string, work: Promise<void>): Promise<readonly string[]> {
  try {
    await work
    return []
  } catch (error) {
    return [`Its ${what} could not be deleted: ${serializeError(error).message}`]
  }
}

/**
 * Deletes a run that has ended: first what the storage has of it, in one transaction, then its files; a crash between the two leaves files
 * that nothing refers to. Outputs that another run holds stay, and so do the attachments among their metadata.
 */
export async function deleteRun(environment: DeletionEnvironment, runId: string): Promise<DeleteOutcome> {
  const unknown = { kind: 'unknown-run', runId, message: unknownRunMessage(runId) } as const
  if (!isRunId(runId)) return unknown
  const deleted = await environment.deletion.deleteRun(runId)
  if (deleted.kind === 'unknown') return unknown
  const { run } = deleted
  if (deleted.kind === 'unfinished') {
    const message = `Run ${runId} has not ended: it is ${run.status}. Cancel it, or wait for its end; then it can be deleted.`
    return { kind: 'refused', run, message }
  }
  if (deleted.kind === 'needed') {
    const message = `Run ${runId} cannot be deleted yet: run ${deleted.by}, which has not ended, may need what it made. Wait for that one, or cancel it.`
    return { kind: 'refused', run, message }
  }
  const { unused, keptOutputs } = deleted
  const { capturedLogs, hints } = environment
  const { locationName } = run
  const warnings = [
    ...(await deleteOutputs(environment, { locationName, runId, outputs: unused })),
    ...(await problemOf('captured logs', capturedLogs.deleteLogs(runId))),
    ...(keptOutputs > 0 ? [] : await problemOf('attachments', capturedLogs.deleteAttachments(runId))),
  ]
  hints.notify(runId)
  return { kind: 'deleted', runId, keptOutputs, warnings }
}
