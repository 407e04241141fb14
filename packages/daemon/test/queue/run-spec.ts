import { type RunSpec, uuidV7 } from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'

const random = seededRandom(7)

/** A run nobody has asked anything special of. */
export function runSpec(changes: Partial<RunSpec> = {}): RunSpec {
  const { createdAt = 1_000_000 } = changes
  const runId = uuidV7(createdAt, random)
  const none = { opSelection: null, parentRunId: null, retryOfRunId: null, strategy: null, retryPolicy: null, reexecution: null }
  const nobody = { launchedBy: null, partitionKey: null, inputsFromRunId: null, idempotencyKey: null, requestHash: null }
  return {
    ...none,
    ...nobody,
    ...{ runId, rootRunId: runId, locationName: 'main', jobName: 'work', config: {}, tags: {}, createdAt, notBefore: null },
    ...{ retryNumber: 0, priority: 0, origin: { kind: 'api' } },
    ...changes,
  }
}
