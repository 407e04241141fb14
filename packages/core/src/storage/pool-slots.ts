import type { RunId } from '../foundation/ids.ts'

/** A step that may not start before it has a slot of its pool. */
export interface SlotRequest {
  readonly pool: string
  /** Slots of the pool, 0 or more. */
  readonly limit: number
  readonly runId: RunId
  /** Of the claim that asks: a run that was taken over gets no slot for its old owner. */
  readonly epoch: number
  readonly stepKey: string
  readonly attempt: number
  /** UTC milliseconds. */
  readonly at: number
}

/** A slot that is held: its run is in progress under the claim that asked for it, and its attempt has not ended. */
export interface PoolSlot {
  readonly pool: string
  readonly runId: RunId
  readonly stepKey: string
  readonly attempt: number
  /** UTC milliseconds. */
  readonly since: number
}

export type SlotResult =
  /** Also for a request that was granted before. */
  | { readonly kind: 'granted' }
  | { readonly kind: 'full'; readonly holders: readonly PoolSlot[] }
  /** The run has ended, is being canceled, or is somebody else's. */
  | { readonly kind: 'refused' }

/**
 * Slots of step pools, across runs. Nobody gives one back: a slot is held while its run is in progress under the same claim and the log
 * does not hold its attempt's end, so it goes free in the very transaction that ends the attempt or the run, or takes the run over.
 */
export interface PoolSlots {
  /** One transaction under the pools' lock; the answers are in order, and earlier requests come first. */
  acquireSlots(requests: readonly SlotRequest[]): Promise<readonly SlotResult[]>
  /** Every slot that is held, by pool, then the longest held first. */
  listSlots(): Promise<readonly PoolSlot[]>
}
