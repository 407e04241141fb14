import { canonicalJson, previewReexecution, type ReexecutionPreview, type ReexecutionRefusal, sha256Hex } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ReexecutionParams, ResolversTypes } from '../generated/schema-types.ts'
import { placeCursor, readPreviewCursor } from '../input/cursors.ts'
import { checkedLimit } from '../input/limits.ts'
import { readReexecution } from '../input/reexecution-request.ts'
import { countDecisions, previewSteps } from '../output/preview-steps.ts'
import { reexecutionProblem } from '../output/reexecution-problem.ts'

type Result = Awaited<ResolversTypes['ReexecutionPreviewOrError']>

interface PreviewPage {
  readonly params: ReexecutionParams
  readonly cursor: string | null | undefined
  readonly limit: number
}

interface CutPage {
  readonly params: ReexecutionParams
  readonly limit: number
  readonly from: number
  readonly shownText: (text: string) => string
}

function pageOf(preview: ReexecutionPreview, page: CutPage): Result {
  const { decisions, warnings, parent } = preview
  const { params, limit, from, shownText } = page
  const end = from + limit
  const hasMore = end < decisions.length
  return {
    __typename: 'ReexecutionPreview',
    parentRun: parent,
    strategy: params.strategy,
    counts: countDecisions(decisions),
    warnings: warnings.map(({ code, text, stepKey }) => ({ code, text: shownText(text), stepKey: stepKey ?? null })),
    steps: previewSteps(preview, decisions.slice(from, end), shownText),
    cursor: placeCursor({ offset: Math.min(end, decisions.length) }),
    hasMore,
  }
}

function refused(refusal: ReexecutionRefusal, context: GraphqlContext): Result {
  const problem = reexecutionProblem(refusal, context)
  if (problem.__typename !== 'IdempotencyConflictError') return problem
  throw new TypeError('A preview stores nothing that could be in the way of another.')
}

/** What a re-execution would do. Later pages are cut from the preview that the first was cut from, while that is kept. */
export async function fetchPreview(context: GraphqlContext, page: PreviewPage): Promise<Result> {
  const limit = checkedLimit(page.limit)
  const offset = page.cursor == null ? null : readPreviewCursor(page.cursor)
  const read = readReexecution(page.params, context)
  if (!('request' in read)) return read
  const id = await sha256Hex(canonicalJson(read.request))
  const { instance, previews, shownText } = context
  const kept = offset === null ? undefined : previews.get(id)
  const preview = kept ?? (await previewReexecution(instance, read.request))
  if (preview.kind !== 'decided') return refused(preview, context)
  if (kept === undefined) previews.keep(id, preview)
  return pageOf(preview, { params: page.params, limit, from: offset ?? 0, shownText })
}
