import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Api } from './client.ts'
import type { ConnectionState } from './connection-state.ts'
import type { RunNews } from './run-news.ts'

export interface ApiContextValue extends Api {
  readonly runNews: RunNews
}

export const ApiContext = createContext<ApiContextValue | undefined>(undefined)

export function useApi(): ApiContextValue {
  const api = useContext(ApiContext)
  if (!api) throw new Error('A page was rendered outside of the launchpad.')
  return api
}

export function useConnection(): ConnectionState {
  const { connection } = useApi()
  return useSyncExternalStore(connection.subscribe, connection.getState)
}

/** Calls back when runs may have changed: with their ids, or null where nobody knows which. */
export function useRunNews(listener: (runIds: readonly string[] | null) => void): void {
  const { runNews } = useApi()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => runNews.listen((runIds) => latest.current(runIds)), [runNews])
}
