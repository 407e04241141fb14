import type { ServerProblem } from '../editor/config-problem.ts'
import type { SelectionProblemFragment } from '../generated/graphql.ts'
import type { TagProblem } from '../launchpad/use-launch.ts'
import type { PreviewRefusal } from './preview-feed.ts'
import type { ReexecutionRefusal } from './use-reexecute.ts'

export interface MarkProblem {
  readonly stepKey: string
  readonly output: string | null
  readonly message: string
}

/** What the server has against a re-execution, each thing where it belongs. */
export interface RefusalParts {
  readonly config: readonly ServerProblem[]
  readonly tags: readonly TagProblem[]
  readonly marks: readonly MarkProblem[]
  readonly selection: SelectionProblemFragment | undefined
  /** What belongs to no field. */
  readonly other: string | undefined
}

const NONE: RefusalParts = { config: [], tags: [], marks: [], selection: undefined, other: undefined }

export function refusalParts(refusal: PreviewRefusal | ReexecutionRefusal | undefined): RefusalParts {
  if (refusal === undefined) return NONE
  switch (refusal.__typename) {
    case 'RunConfigInvalid':
      return { ...NONE, config: refusal.errors }
    case 'InvalidTagsError':
      return { ...NONE, tags: refusal.problems }
    case 'InvalidMarkedStepsError':
      return { ...NONE, marks: refusal.problems }
    case 'InvalidOpSelectionError':
      return { ...NONE, selection: refusal }
    default:
      return { ...NONE, other: refusal.message }
  }
}

/** Why it cannot be launched, in one sentence for the button; undefined where nothing stands in the way. */
export function refusalSentence({ config, tags, marks, selection, other }: RefusalParts): string | undefined {
  if (other !== undefined) return other
  if (selection !== undefined) return `The selection is not valid: ${selection.message}`
  if (config.length > 0) return config.length === 1 ? 'The config has a problem.' : `The config has ${config.length} problems.`
  if (tags.length > 0) return tags.map(({ message }) => message).join(' ')
  const [mark] = marks
  return mark && `The value of "${mark.stepKey}" does not fit: ${mark.message}`
}
