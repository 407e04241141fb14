import { AsyncLocalStorage } from 'node:async_hooks'

/** Whose code is running: what it prints and what it throws too late is charged to this attempt, even after its end. */
export interface AttemptScope {
  readonly runId: string
  readonly stepKey: string
  readonly attempt: number
  /** Ends the attempt with an error that its own promise will never show. Does nothing once it is over. */
  readonly fail: (error: unknown) => void
}

/** Holds across every await, timer and callback that the attempt's code starts. */
export const attemptScope: AsyncLocalStorage<AttemptScope> = new AsyncLocalStorage()
