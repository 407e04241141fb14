import { useCallback } from 'react'
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
  const current = JSON.stringify(result.operation?.variables ?? {}) === JSON.stringify(variables ?? {})
  const data = current ? result.data : undefined
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute])
  return {
    data,
    // An answer with data and an error shows both; an error alone must not blank what is there.
    error: current ? result.error : undefined,
    refreshing: data !== undefined && (result.fetching || result.stale),
    refresh,
  }
}
