import type { ReexecutionDecision } from '../generated/graphql.ts'
import type { PreviewCounts } from './preview-feed.ts'

export const DECISIONS: readonly ReexecutionDecision[] = ['EXECUTE', 'REUSE', 'MARK_DONE', 'SKIP', 'OMIT']

export const DECISION_WORDS: Readonly<Record<ReexecutionDecision, string>> = {
  EXECUTE: 'Run',
  REUSE: 'Reuse',
  MARK_DONE: 'Mark done',
  SKIP: 'Skip',
  OMIT: 'Leave out',
}

export const countOf = (counts: PreviewCounts, decision: ReexecutionDecision): number =>
  ({ EXECUTE: counts.execute, REUSE: counts.reuse, MARK_DONE: counts.markDone, SKIP: counts.skip, OMIT: counts.omit })[decision]

/** `2 steps run, 230 are reused, 1 is left out.` */
export function countsSentence(counts: PreviewCounts): string {
  const { execute, reuse, markDone, skip, omit } = counts
  const number = new Intl.NumberFormat('en')
  const are = (count: number, words: string): string[] =>
    count === 0 ? [] : [`${number.format(count)} ${count === 1 ? 'is' : 'are'} ${words}`]
  const run = execute === 0 ? 'No step runs' : `${number.format(execute)} ${execute === 1 ? 'step runs' : 'steps run'}`
  const others = [...are(reuse, 'reused'), ...are(markDone, 'marked as done'), ...are(skip, 'skipped'), ...are(omit, 'left out')]
  return `${[run, ...others].join(', ')}.`
}
