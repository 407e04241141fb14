import type { GroupRunFragment } from '../generated/graphql.ts'
import { STRATEGY_WORDS } from '../reexecution/strategy-words.ts'

type Place = Pick<GroupRunFragment, 'id' | 'retryNumber' | 'retryOfRunId' | 'parentRunId'>

/** What a run is among those of its group. */
export function placeWords({ retryNumber, retryOfRunId, parentRunId }: Place): string {
  if (retryOfRunId !== null) return `Retry ${retryNumber}`
  return parentRunId === null ? 'First run' : 'By hand'
}

/** `from failure`, `selected steps: clean*`; empty for a run that re-executes none. */
export function howWords({ strategy, opSelection }: Pick<GroupRunFragment, 'strategy' | 'opSelection'>): string {
  if (strategy === null) return ''
  const selected = (strategy === 'SELECTED' || strategy === 'FROM_SELECTED') && opSelection !== null
  return selected ? `${STRATEGY_WORDS[strategy].how}: ${opSelection}` : STRATEGY_WORDS[strategy].how
}

/** How long a run that waits for its retry delay has still to wait; undefined where it does not wait for that. */
export function delayLeftMs(run: Pick<GroupRunFragment, 'status' | 'notBefore'>, now: number): number | undefined {
  if (run.status !== 'QUEUED' || run.notBefore === null || run.notBefore <= now) return undefined
  return run.notBefore - now
}

/** A sentence with the id of a run in it, cut around the id. */
export function aroundRunId(sentence: string, runId: string | null): readonly [before: string, after: string] | undefined {
  const at = runId === null ? -1 : sentence.indexOf(runId)
  return at === -1 || runId === null ? undefined : [sentence.slice(0, at), sentence.slice(at + runId.length)]
}
