import { type Clock, isFinished, type RunId, type RunNews, type RunStatus } from '@pawl/core/plugin'
import type pg from 'pg'

export type OnRun = (runId: RunId, what: RunNews) => void

/**
 * Tells of runs that other storages than this one have written, in this process or another. Only a hint: one may come late, twice or never (while the connection is away),
 * so whoever listens also looks again after a while.
 */
export interface StorageHints {
  /** Returns how to stop. Listening connects in the background, and again whenever the connection is lost. */
  listen(onRun: OnRun): () => void
}

export interface RunListener extends StorageHints {
  close(): Promise<void>
}

export interface RunListenerOptions {
  readonly channel: string
  /** Whose news are passed over: whoever writes knows. */
  readonly sender: string
  readonly clock: Clock
  /** A client that is not connected. */
  newClient(): pg.Client
}

const newsOf = (status: RunStatus): RunNews => {
  if (status === 'QUEUED') return 'queued'
  return isFinished(status) ? 'ended' : 'changed'
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000

/** Resolves when the client's connection has ended, for whatever reason. */
const ended = (client: pg.Client): Promise<void> => new Promise((resolve) => client.once('end', () => resolve()))

/** Listens until the connection ends; true if it had begun. */
async function listenOnce(
  client: pg.Client,
  channel: string,
  tell: (payload: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  // Whatever is wrong with the connection ends it, and the next one is tried.
  client.on('error', () => {})
  client.on('notification', ({ payload }) => tell(payload ?? ''))
  const stop = (): void => void client.end()
  try {
    await client.connect()
    await client.query(`listen "${channel}"`)
    if (signal.aborted) return true
    signal.addEventListener('abort', stop, { once: true })
    await ended(client)
    return true
  } catch {
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}

/** One connection for all who listen; none while nobody does. */
export function runListener({ channel, sender, clock, newClient }: RunListenerOptions): RunListener {
  const listeners = new Set<OnRun>()
  let stopping = new AbortController()
  let following: Promise<void> = Promise.resolve()

  /** A payload is the sender, the run's status and its id. */
  const tell = (payload: string): void => {
    const [from, status, runId] = payload.split(' ')
    if (from === sender || status === undefined || runId === undefined) return
    for (const listener of listeners) listener(runId, newsOf(status as RunStatus))
  }
  const follow = async (signal: AbortSignal): Promise<void> => {
    let failures = 0
    while (!signal.aborted) {
      const began = await listenOnce(newClient(), channel, tell, signal)
      failures = began ? 0 : failures + 1
      await clock.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures), signal)
    }
  }
  return {
    listen(onRun) {
      // One function may be given twice and stopped once.
      const listener: OnRun = (runId, what) => onRun(runId, what)
      listeners.add(listener)
      if (listeners.size === 1) {
        const { signal } = stopping
        following = following.then(() => follow(signal))
      }
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return
        stopping.abort()
        stopping = new AbortController()
      }
    },
    close() {
      listeners.clear()
      stopping.abort()
      return following
    },
  }
}
