import { type ConnectionEvent, type ConnectionState, connectionAfter } from './connection-state.ts'

/** What the page knows about its line to the server, and who wants to hear of it. */
export interface Connection {
  getState(): ConnectionState
  subscribe(listener: () => void): () => void
  dispatch(event: ConnectionEvent): void
  /** Called when news may have been missed: on every answered poll, and when the socket is back. */
  onCatchUp(listener: () => void): () => void
}

export const POLL_EVERY_MS = 5_000

/** `poll` resolves when the server answers over HTTP and rejects when it does not. */
export function connectionTo(poll: () => Promise<unknown>): Connection {
  let state: ConnectionState = { kind: 'connecting' }
  let timer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  const catchUps = new Set<() => void>()

  const dispatch = (event: ConnectionEvent): void => {
    const before = state
    state = connectionAfter(before, event)
    if (state.kind === 'live' || state.kind === 'connecting') {
      clearInterval(timer)
      timer = undefined
    } else {
      timer ??= setInterval(pollOnce, POLL_EVERY_MS)
    }
    if (event.kind === 'poll-answered' || (state.kind === 'live' && before.kind !== 'live'))
      for (const listener of catchUps) listener()
    if (state !== before) for (const listener of listeners) listener()
  }

  const pollOnce = (): void => {
    poll().then(
      () => dispatch({ kind: 'poll-answered', at: Date.now() }),
      () => dispatch({ kind: 'poll-failed', at: Date.now() }),
    )
  }

  return {
    getState: () => state,
    dispatch,
    subscribe: (listener) => keep(listeners, listener),
    onCatchUp: (listener) => keep(catchUps, listener),
  }
}

function keep(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
