import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useApi } from './api-context.ts'

export interface UncachedQuery<Data> {
  /** The answer to these variables; of an older revision while a newer one is asked for. */
  readonly data: Data | undefined
  readonly error: CombinedError | undefined
  readonly refresh: () => void
}

const GATHER_MS = 500

/** Asks the server past the cache, and again (at most twice a second) when `revision` says that the answer may have changed. */
export function useUncached<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  revision: string,
): UncachedQuery<Data> {
  const { uncached } = useApi()
  const key = JSON.stringify(variables)
  const [answer, setAnswer] = useState<{
    readonly key: string
    readonly data?: Data | undefined
    readonly error?: CombinedError | undefined
  }>()
  const asked = useRef(0)

  const refresh = useCallback(() => {
    asked.current += 1
    const turn = asked.current
    void uncached
      .query(query, JSON.parse(key) as Variables)
      .toPromise()
      .then(({ data, error }) => {
        // A slow answer to an older question must not replace a newer one.
        if (turn === asked.current) setAnswer({ key, data, error })
      })
  }, [uncached, query, key])

  useEffect(() => {
    refresh()
    return () => {
      asked.current += 1
    }
  }, [refresh])

  const latest = useRef(revision)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (latest.current === revision) return
    latest.current = revision
    // Gathers instead of waiting for silence: a busy run is never silent.
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      refresh()
    }, GATHER_MS)
  }, [revision, refresh])
  useEffect(() => () => clearTimeout(timer.current), [])

  const current = answer?.key === key ? answer : undefined
  return { data: current?.data, error: current?.error, refresh }
}
