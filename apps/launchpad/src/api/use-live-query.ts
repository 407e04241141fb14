import { useCallback, useRef } from 'react'
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useQuery } from 'urql'

export interface LiveQuery<Data> {
  /** Only ever the answer to the variables asked for now: rows of another filter are never shown as if they were these. */
  readonly data: Data | undefined
  readonly error: CombinedError | undefined
  /** Asking again while `data` is shown. */
  readonly refreshing: boolean
  readonly refresh: () => void
}

export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { readonly pause?: boolean } = {},
): LiveQuery<Data> {
  const [result, execute] = useQuery<Data, Variables>({ query, variables, pause: options.pause ?? false } as never)
  const key = JSON.stringify(variables ?? {})
  const current = JSON.stringify(result.operation?.variables ?? {}) === key
  const lastGood = useRef<{ readonly key: string; readonly data: Data }>(undefined)
  if (current && result.data !== undefined) lastGood.current = { key, data: result.data }
  // A request that failed must not blank what an earlier one brought.
  const data = lastGood.current?.key === key ? lastGood.current.data : undefined
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute])
  return {
    data,
    error: current ? result.error : undefined,
    refreshing: data !== undefined && (result.fetching || result.stale),
    refresh,
  }
}
