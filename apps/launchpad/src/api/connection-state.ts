/**
 * connecting ──opened──▶ live ──closed──▶ reconnecting ──opened──▶ live
 *                                          │  a request over HTTP came through ──▶ polling ──opened──▶ live
 *                                          └──it did not ──▶ offline ──came through──▶ polling
 * `since` is when the news stopped being live, kept over reconnecting, polling and offline; UTC milliseconds.
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly since: number; readonly retryAt: number }
  | { readonly kind: 'polling'; readonly since: number }
  | { readonly kind: 'offline'; readonly since: number }

export type ConnectionEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed'; readonly at: number; readonly retryAt: number }
  | { readonly kind: 'poll-answered'; readonly at: number }
  | { readonly kind: 'poll-failed'; readonly at: number }

export function connectionAfter(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (event.kind === 'opened') return { kind: 'live' }
  const since = 'since' in state ? state.since : event.at
  if (event.kind === 'closed') {
    // A socket that keeps failing must not make the chip flicker away from what is known about HTTP.
    if (state.kind === 'polling' || state.kind === 'offline') return state
    return { kind: 'reconnecting', since, retryAt: event.retryAt }
  }
  // An answer that was on its way while the socket opened says nothing about the socket.
  if (state.kind === 'live') return state
  return { kind: event.kind === 'poll-answered' ? 'polling' : 'offline', since }
}

/** Milliseconds before the n-th try to reconnect, n from 0; `random` in [0, 1) spreads clients of a restarted daemon. */
export const reconnectDelayMs = (tries: number, random: number): number =>
  Math.min(15_000, 500 * 2 ** Math.min(tries, 5)) * (0.75 + random / 2)
