import type { ReexecutionParams, ReexecutionStrategy } from '../generated/graphql.ts'
import { type EditedTag, launchTags } from '../launchpad/draft.ts'
import { needsSelection } from './strategy-words.ts'

/** What a re-execution starts from: the run as it was launched. */
export interface ReexecutionStart {
  readonly yaml: string
  readonly tags: readonly EditedTag[]
  /** Empty: every op. */
  readonly opSelection: string
}

/** The value that one output of a step gets instead of being made. */
export interface Mark {
  readonly stepKey: string
  readonly output: string
  readonly value: unknown
}

/** A re-execution as it is being prepared. */
export interface ReexecutionEdit extends ReexecutionStart {
  /** The steps of the strategies that need some named; kept apart, so that looking at another strategy loses neither. */
  readonly steps: string
  readonly marks: readonly Mark[]
}

export const newEdit = (start: ReexecutionStart, steps: string): ReexecutionEdit => ({ ...start, steps, marks: [] })

const sameTags = (a: readonly EditedTag[], b: readonly EditedTag[]): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What of it differs from the run. */
export const changesOf = (
  start: ReexecutionStart,
  edit: ReexecutionEdit,
): { readonly config: boolean; readonly tags: boolean; readonly opSelection: boolean } => ({
  config: edit.yaml !== start.yaml,
  tags: !sameTags(edit.tags, start.tags),
  opSelection: edit.opSelection.trim() !== start.opSelection.trim(),
})

/** The selection that counts with this strategy, as text. */
export const selectionText = (edit: ReexecutionEdit, strategy: ReexecutionStrategy): string =>
  needsSelection(strategy) ? edit.steps : edit.opSelection

/** What to ask the server: nothing that was left as it is, so that the run itself is the source of it. Undefined: a step has to be named, or a tag is not one. */
export function reexecutionParams(
  parentRunId: string,
  strategy: ReexecutionStrategy,
  { start, edit }: { readonly start: ReexecutionStart; readonly edit: ReexecutionEdit },
): ReexecutionParams | undefined {
  const changes = changesOf(start, edit)
  const tags = launchTags(edit.tags)
  const steps = edit.steps.trim()
  if (!tags.ok || (needsSelection(strategy) && steps === '')) return undefined
  const selection = needsSelection(strategy) ? steps : edit.opSelection.trim()
  return {
    parentRunId,
    strategy,
    ...(needsSelection(strategy) || changes.opSelection ? { opSelection: selection === '' ? null : selection } : {}),
    ...(changes.config ? { runConfigData: edit.yaml } : {}),
    ...(changes.tags ? { tags: tags.tags, useParentRunTags: false } : {}),
    ...(edit.marks.length > 0 ? { markedDone: edit.marks } : {}),
  }
}

/** Marks a step as done with these values, or no more where there are none. */
export const withMarks = (edit: ReexecutionEdit, stepKey: string, marks: readonly Mark[]): ReexecutionEdit => ({
  ...edit,
  marks: [...edit.marks.filter((mark) => mark.stepKey !== stepKey), ...marks],
})
