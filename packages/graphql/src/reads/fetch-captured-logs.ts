import { type CapturedLogs, type CapturedLogKey as CoreKey, FrameworkError, isRunId } from '@pawl/core/plugin'
import type { CapturedLogInfo, CapturedLogKey, CapturedLogSlice } from '../generated/schema-types.ts'
import { checkedLimit, LARGEST_SLICE_BYTES } from '../input/limits.ts'

/** `op`, `graph.op`, `op[key]`: whatever else is asked for could only be meant to leave the folder of the logs. */
const STEP_KEY = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(\[[A-Za-z0-9_]+\])?$/

const invalidKey = (message: string): FrameworkError => new FrameworkError('INVALID_LOG_KEY', { message })

/** @throws FrameworkError INVALID_LOG_KEY */
export function capturedLogKey(given: CapturedLogKey): CoreKey {
  const { runId, stepKey = null, attempt = null, stream } = given
  if (!isRunId(runId)) throw invalidKey(`"${runId.slice(0, 100)}" is no run id.`)
  if (stepKey !== null && (stepKey.length > 2000 || !STEP_KEY.test(stepKey)))
    throw invalidKey(`"${stepKey.slice(0, 100)}" is no step key, such as "op", "graph.op" or "op[key]".`)
  if (attempt !== null && (!Number.isInteger(attempt) || attempt < 1)) throw invalidKey(`Attempts count from 1, not ${attempt}.`)
  if ((stepKey === null) !== (attempt === null))
    throw invalidKey('Give both a step key and an attempt, or neither for what belongs to no step.')
  return { runId, stepKey, attempt, stream }
}

export const fetchCapturedLog = async (
  logs: CapturedLogs,
  asked: { readonly key: CapturedLogKey; readonly offset: number; readonly limitBytes: number },
): Promise<CapturedLogSlice> =>
  logs.readLog(capturedLogKey(asked.key), {
    offset: asked.offset,
    limitBytes: checkedLimit(asked.limitBytes, LARGEST_SLICE_BYTES, 'limitBytes'),
  })

export async function fetchCapturedLogKeys(logs: CapturedLogs, runId: string): Promise<readonly CapturedLogInfo[]> {
  const all = await logs.listLogs(runId)
  return all
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .map(({ stepKey, attempt, stream, sizeBytes }) => ({ stepKey, attempt, stream, sizeBytes }))
}
