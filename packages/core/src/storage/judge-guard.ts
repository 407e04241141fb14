import type { Run } from '../run/run.ts'
import { isFinished } from '../run/run-status.ts'
import type { RunWrite, WriteResult } from './run-storage.ts'

/** What a write is answered because of where its run stands; undefined when its guard holds and it is to be written. */
export function judgeGuard(
  run: Pick<Run, 'status' | 'epoch' | 'lastBatch'> | undefined,
  guard: RunWrite['guard'],
): Exclude<WriteResult, { readonly kind: 'written' }> | undefined {
  if (run === undefined) return { kind: 'refused', status: null, epoch: null }
  const { status, epoch } = run
  const refused = { kind: 'refused', status, epoch } as const
  if (guard.kind === 'status') {
    const holds = !isFinished(status) && guard.statuses.includes(status) && (guard.epoch ?? epoch) === epoch
    return holds ? undefined : refused
  }
  if (guard.epoch === epoch && run.lastBatch >= guard.batch) return { kind: 'already-written', status }
  return guard.epoch === epoch && !isFinished(status) ? undefined : refused
}
