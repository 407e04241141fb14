import { Failure, RetryRequested } from '@pawl/core'
import type { Chance } from '../engine/chance.ts'
import type { Faults } from '../engine/faults.ts'
import type { Gateway } from '../engine/gateway.ts'
import type { AttemptAtWork, OpHost } from './op-host.ts'

type OpFate = 'succeeds' | 'fails' | 'fails for good' | 'asks for a retry' | 'hangs' | 'blocks' | 'exits'

/** How bodies fare in one world: in some nearly all go well, in others nearly none. */
export class OpFates {
  readonly #chance: Chance
  readonly #faults: Faults
  readonly #weights: Readonly<Record<OpFate, number>>

  constructor(chance: Chance, faults: Faults) {
    this.#chance = chance
    this.#faults = faults
    const trouble = chance.pick([0, 0.1, 0.3, 1] as const)
    this.#weights = {
      succeeds: 1,
      fails: 0.4 * trouble,
      'fails for good': chance.is(0.3) ? 0.05 * trouble : 0,
      'asks for a retry': 0.1 * trouble,
      hangs: 0.1 * trouble,
      blocks: 0.08 * trouble,
      exits: 0.08 * trouble,
    }
  }

  draw(): OpFate {
    return this.#faults.isQuiet ? 'succeeds' : this.#chance.weighted(this.#weights)
  }

  /** How long a body works; milliseconds. */
  duration(): number {
    return this.#chance.is(0.1) ? this.#chance.between(0, 200) : this.#chance.between(0, 15)
  }

  heedsItsSignal(): boolean {
    return this.#chance.is(0.7)
  }

  /** Longer than any grace. */
  longWait(): number {
    return this.#chance.between(300, 3_000)
  }

  failsToOpen(): boolean {
    return !this.#faults.isQuiet && this.#chance.is(0.1)
  }
}

/** The bodies of ops in one worker process. */
export function opHostOf(gateway: Gateway, fates: OpFates, onBody: (attempt: AttemptAtWork, gateway: Gateway) => void): OpHost {
  async function work(attempt: AttemptAtWork): Promise<void> {
    onBody(attempt, gateway)
    const { signal } = attempt
    const fate = fates.draw()
    if (fate === 'blocks') gateway.process.pause(fates.longWait())
    const ms = fate === 'hangs' ? fates.longWait() : fates.duration()
    const isHeedful = fate !== 'hangs' && fates.heedsItsSignal()
    await gateway.sleep('op.run', ms, isHeedful ? signal : undefined)
    if (isHeedful) signal.throwIfAborted()
    if (fate === 'exits') gateway.process.die('exit code 3')
    if (fate === 'fails') throw new Error('told to fail')
    if (fate === 'fails for good') throw new Failure({ message: 'told to fail for good', allowRetries: false })
    if (fate === 'asks for a retry') throw new RetryRequested({ maxRetries: 2, delaySeconds: 0.02 })
  }
  return {
    work,
    async open() {
      await gateway.sleep('op.run', fates.duration())
      if (fates.failsToOpen()) throw new Error('told not to open')
      return 'open'
    },
  }
}
