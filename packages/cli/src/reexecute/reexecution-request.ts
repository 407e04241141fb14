import type { ReexecutionRequest, Run } from '@pawl/core/plugin'
import { readConfig } from '../launch/read-config.ts'
import type { ReexecuteOptions } from './reexecute-options.ts'

/** What the options ask of a run; what they leave out stays as it was. @throws FrameworkError USAGE */
export async function reexecutionRequest(
  run: Run,
  options: ReexecuteOptions & { readonly idempotencyKey?: string },
): Promise<ReexecutionRequest> {
  const { config, set = [], tag, select, markDone, parentTags, idempotencyKey } = options
  const isEdited = config !== undefined || set.length > 0
  return {
    parentRunId: run.runId,
    strategy: options.strategy ?? (select === undefined ? 'FROM_FAILURE' : 'SELECTED'),
    origin: { kind: 'cli' },
    ...(isEdited ? { config: await readConfig(config, set, run.config) } : {}),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(parentTags === false ? { useParentTags: false } : {}),
    ...(select === undefined ? {} : { opSelection: select }),
    ...(markDone === undefined ? {} : { markedDone: markDone }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}
