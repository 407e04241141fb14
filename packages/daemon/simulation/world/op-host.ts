import { AsyncLocalStorage } from 'node:async_hooks'

/** An attempt of a step, as its body sees itself. */
export interface AttemptAtWork {
  readonly runId: string
  readonly stepKey: string
  readonly attempt: number
  readonly timeoutSeconds: number | null
  readonly signal: AbortSignal
}

/** What the bodies of ops, which are the same in every world, have of the process they are in. */
export interface OpHost {
  /** Takes its time, or fails, or worse. */
  work(attempt: AttemptAtWork): Promise<void>
  /** Makes a resource. */
  open(): Promise<string>
}

/** Which process a body is in: set around every attempt. */
export const opHost: AsyncLocalStorage<OpHost> = new AsyncLocalStorage()

export function currentHost(): OpHost {
  const host = opHost.getStore()
  if (host === undefined) throw new Error('An op of the simulation ran outside of it.')
  return host
}
