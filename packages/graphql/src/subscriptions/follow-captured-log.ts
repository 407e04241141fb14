import {
  type CapturedLogKey,
  type CapturedLogSlice,
  FrameworkError,
  type Instance,
  isFinished,
  unknownRunMessage,
} from '@pawl/core/plugin'

const LOOK_AGAIN_MS = 500
const SLICE_BYTES = 256 * 1024
const BETWEEN_SLICES_MS = 100
/** What a run printed last may arrive a little after its final event: look this often more. */
const LOOKS_AFTER_THE_END = 4

async function hasEnded({ runs }: Instance, runId: string): Promise<boolean> {
  const run = await runs.getRun(runId)
  if (run !== undefined) return isFinished(run.status)
  throw new FrameworkError('RUN_NOT_FOUND', { message: unknownRunMessage(runId), details: { runId } })
}

/** The captured log from an offset on, as it grows. The first slice comes at once, even if it is empty. */
export async function* followCapturedLog(
  instance: Instance,
  { key, offset }: { readonly key: CapturedLogKey; readonly offset: number },
  signal: AbortSignal,
): AsyncGenerator<CapturedLogSlice, void, void> {
  let from = offset
  let isFirst = true
  for (let looksLeft = LOOKS_AFTER_THE_END; looksLeft > 0 && !signal.aborted; ) {
    const ended = await hasEnded(instance, key.runId)
    const slice = await instance.capturedLogs.readLog(key, { offset: from, limitBytes: SLICE_BYTES })
    const grew = slice.nextOffset > slice.offset
    if (grew || isFirst) yield slice
    looksLeft = ended && !grew ? looksLeft - 1 : LOOKS_AFTER_THE_END
    isFirst = false
    from = slice.nextOffset
    await instance.clock.sleep(slice.nextOffset < slice.sizeBytes ? BETWEEN_SLICES_MS : LOOK_AGAIN_MS, signal)
  }
}
