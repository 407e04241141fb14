import { RunNewsDocument } from '../generated/graphql.ts'
import type { Api } from './client.ts'

/** Hints that runs have changed, gathered so that a burst of them asks the server once. */
export interface RunNews {
  listen(listener: (runIds: readonly string[] | null) => void): () => void
}

const GATHER_MS = 400
const LOOK_AGAIN_MS = 60_000

export function runNews({ client, connection }: Api): RunNews {
  const listeners = new Set<(runIds: readonly string[] | null) => void>()
  let gathered: Set<string> | undefined
  let unknown = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined

  const deliver = (): void => {
    timer = undefined
    const runIds = unknown ? null : [...(gathered ?? [])]
    gathered = undefined
    unknown = false
    for (const listener of listeners) listener(runIds)
  }
  const gather = (runIds: readonly string[] | null): void => {
    if (runIds === null) unknown = true
    else gathered = new Set([...(gathered ?? []), ...runIds])
    timer ??= setTimeout(deliver, GATHER_MS)
  }
  const start = (): (() => void) => {
    const { unsubscribe } = client.subscription(RunNewsDocument, {}).subscribe(({ data }) => {
      if (data) gather(data.runsChanged.runIds)
    })
    const stopCatchUp = connection.onCatchUp(() => gather(null))
    // Hints may be lost; a page left open over lunch must still be right.
    const again = setInterval(() => gather(null), LOOK_AGAIN_MS)
    return () => {
      unsubscribe()
      stopCatchUp()
      clearInterval(again)
      clearTimeout(timer)
      timer = undefined
    }
  }

  return {
    listen(listener) {
      listeners.add(listener)
      stop ??= start()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stop?.()
        stop = undefined
      }
    },
  }
}
