import type { PreviewStepFragment, ReexecutionPreviewQuery } from '../generated/graphql.ts'

type Answer = ReexecutionPreviewQuery['reexecutionPreview']
type Page = Extract<Answer, { readonly __typename: 'ReexecutionPreview' }>
export type PreviewRefusal = Exclude<Answer, Page>
export type PreviewCounts = Page['counts']

/** What a re-execution would do, as far as it has been read. */
export interface Preview {
  readonly counts: PreviewCounts
  readonly warnings: Page['warnings']
  readonly steps: readonly PreviewStepFragment[]
  /** More steps are on their way. */
  readonly isPartial: boolean
}

export type PreviewNews =
  | { readonly kind: 'preview'; readonly preview: Preview }
  | { readonly kind: 'refused'; readonly refusal: PreviewRefusal }

/** Asks for one page; `cursor` null for the first. Rejects where there is no answer. */
export type AskPreview = (cursor: string | null) => Promise<Answer>

/** Reads a preview page by page and tells after each how far it has come; stops, telling nothing more, once the signal aborts. */
export async function readPreview(ask: AskPreview, signal: AbortSignal, tell: (news: PreviewNews) => void): Promise<void> {
  let steps: readonly PreviewStepFragment[] = []
  for (let cursor: string | null = null; ; ) {
    const answer = await ask(cursor)
    if (signal.aborted) return
    if (answer.__typename !== 'ReexecutionPreview') return tell({ kind: 'refused', refusal: answer })
    const { counts, warnings, hasMore } = answer
    steps = [...steps, ...answer.steps]
    tell({ kind: 'preview', preview: { counts, warnings, steps, isPartial: hasMore } })
    if (!hasMore) return
    cursor = answer.cursor
  }
}
