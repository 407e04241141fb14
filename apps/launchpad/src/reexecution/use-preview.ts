import { CombinedError } from '@urql/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useApi } from '../api/api-context.ts'
import { type ReexecutionParams, ReexecutionPreviewDocument } from '../generated/graphql.ts'
import { type AskPreview, type Preview, type PreviewRefusal, readPreview } from './preview-feed.ts'

export interface PreviewState {
  /** The last one there was; of what was asked before while `isOld`. */
  readonly preview: Preview | undefined
  /** Why there is none of what is asked now. */
  readonly refusal: PreviewRefusal | undefined
  /** Why there was no answer. */
  readonly problem: CombinedError | undefined
  readonly isOld: boolean
  readonly retry: () => void
}

const NOTHING = { preview: undefined, refusal: undefined, problem: undefined, isOld: true } as const
const PAUSE_MS = 400
const PAGE_SIZE = 1000

/** Has the server plan the re-execution again a moment after it was edited. Undefined params ask nothing. */
export function usePreview(params: ReexecutionParams | undefined): PreviewState {
  const { uncached } = useApi()
  const [state, setState] = useState<Omit<PreviewState, 'retry'>>(NOTHING)
  const [turn, setTurn] = useState(0)
  const isFirst = useRef(true)
  const question = params && JSON.stringify(params)
  useEffect(() => {
    if (question === undefined) return
    const asked: ReexecutionParams = JSON.parse(question)
    const stop = new AbortController()
    setState((before) => ({ ...before, isOld: true }))
    const ask: AskPreview = async (cursor) => {
      const variables = { params: asked, cursor, limit: PAGE_SIZE }
      const { data, error } = await uncached.query(ReexecutionPreviewDocument, variables).toPromise()
      if (!data) throw error ?? new CombinedError({ networkError: new Error('no answer') })
      return data.reexecutionPreview
    }
    const read = (): Promise<void> =>
      readPreview(ask, stop.signal, (news) =>
        setState((before) =>
          news.kind === 'preview'
            ? { ...NOTHING, preview: news.preview, isOld: false }
            : { ...NOTHING, preview: before.preview, refusal: news.refusal },
        ),
      ).catch((error: unknown) => {
        if (stop.signal.aborted) return
        const problem = error instanceof CombinedError ? error : new CombinedError({ networkError: new Error(String(error)) })
        setState((before) => ({ ...before, problem }))
      })
    const timer = setTimeout(() => void read(), isFirst.current || turn > 0 ? 0 : PAUSE_MS)
    isFirst.current = false
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [uncached, question, turn])
  return { ...state, retry: useCallback(() => setTurn((before) => before + 1), []) }
}
