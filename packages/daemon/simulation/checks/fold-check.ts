import { isDeepStrictEqual } from 'node:util'
import { foldRun, type Run } from '@pawl/core/plugin'
import type { Database } from '../world/database.ts'
import { violated } from './violation.ts'

const ALL = 100_000

const COLUMNS = [
  ...(['status', 'owner', 'generation', 'planHash', 'failureReason', 'cancelCause'] as const),
  ...(['startingAt', 'startedAt', 'endedAt'] as const),
]

const DONE: ReadonlySet<string> = new Set(['SUCCESS', 'SKIPPED', 'REUSED', 'MARKED_DONE'])

const byKey = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): ReadonlyMap<string, Item> =>
  new Map([...items].map((item) => [keyOf(item), item]))

/** Compares what is stored of a run with what its whole log says. */
export async function checkFold({ runs, eventLog }: Pick<Database, 'runs' | 'eventLog'>, run: Run): Promise<void> {
  const { runId } = run
  const folded = foldRun(runId, await eventLog.listEvents(runId, { limit: ALL }))
  for (const column of COLUMNS) {
    if (run[column] !== folded[column])
      violated(6, `${column} of ${runId.slice(-6)} is ${run[column]}, its log says ${folded[column]}`)
  }
  const steps = byKey(await runs.listSteps(runId, { limit: ALL }), ({ stepKey }) => stepKey)
  if (!isDeepStrictEqual(steps, new Map(folded.steps))) violated(6, `the steps of ${runId.slice(-6)} are not those of its log`)
  if (folded.status === 'SUCCESS') {
    for (const { stepKey, status } of folded.steps.values())
      if (!DONE.has(status)) violated(6, `${runId.slice(-6)} is a success, its step ${stepKey} is ${status}`)
  }
  const keyOf = (output: { readonly stepKey: string; readonly output: string; readonly mappingKey: string | null }): string =>
    `${output.stepKey}/${output.output}/${output.mappingKey ?? ''}`
  const outputs = byKey(await runs.listOutputs(runId, { limit: ALL }), keyOf)
  if (!isDeepStrictEqual(outputs, byKey(folded.outputs, keyOf)))
    violated(6, `the outputs of ${runId.slice(-6)} are not those of its log`)
}
