import type { ReexecutionStrategy } from '../generated/graphql.ts'
import type { launchTags } from '../launchpad/draft.ts'
import type { LaunchState } from '../launchpad/launch-state.ts'
import type { ReexecutionEdit } from './reexecution-edit.ts'
import { type RefusalParts, refusalSentence } from './refusal-parts.ts'
import { needsSelection } from './strategy-words.ts'

export interface ReexecutionReadiness {
  readonly strategy: ReexecutionStrategy
  readonly edit: ReexecutionEdit
  readonly tags: ReturnType<typeof launchTags>
  readonly refusal: RefusalParts
  readonly launch: LaunchState
}

/** Why the button does nothing, in words; undefined where it launches. A plan on its way holds nobody up: the server makes its own. */
export function whyNotReexecutable({ strategy, edit, tags, refusal, launch }: ReexecutionReadiness): string | undefined {
  if (launch.kind === 'sending') return 'The launch is on its way.'
  if (needsSelection(strategy) && edit.steps.trim() === '') return 'Say which steps.'
  if (!tags.ok) return tags.message
  return refusalSentence(refusal)
}
