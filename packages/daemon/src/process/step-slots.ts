import type { PoolRequest, StepPools } from '@pawl/core/plugin'
import type { SlotNews, SlotWanted } from '../channel/protocol.ts'

interface Waiting {
  readonly given: PromiseWithResolvers<void>
  readonly onWaiting: (why: string) => void
}

const keyOf = ({ stepKey, attempt }: Pick<PoolRequest, 'stepKey' | 'attempt'>): string => `${attempt} ${stepKey}`

/** Slots of step pools for one run in this process: its supervisor gets them. */
export class StepSlots implements StepPools {
  readonly #runId: string
  readonly #send: (message: SlotWanted) => void
  readonly #waiting: Map<string, Waiting> = new Map()

  constructor(runId: string, send: (message: SlotWanted) => void) {
    this.#runId = runId
    this.#send = send
  }

  acquire({ pool, stepKey, attempt }: PoolRequest, onWaiting: (why: string) => void): Promise<void> {
    const given = Promise.withResolvers<void>()
    this.#waiting.set(keyOf({ stepKey, attempt }), { given, onWaiting })
    this.#send({ type: 'slot-wanted', runId: this.#runId, pool, stepKey, attempt })
    return given.promise
  }

  hear(news: SlotNews): void {
    const waiting = this.#waiting.get(keyOf(news))
    if (news.why !== null) waiting?.onWaiting(news.why)
    else {
      this.#waiting.delete(keyOf(news))
      waiting?.given.resolve()
    }
  }
}
