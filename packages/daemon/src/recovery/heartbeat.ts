import type { Clock, SupervisorRegistry, SupervisorSpec } from '@pawl/core/plugin'

/** A supervisor as its heartbeat moves it. */
export interface Beating {
  /** It may own runs under this id from now on. */
  begin(supervisorId: string): void
  /** Others have been told that it is dead: its workers die at once, and its runs are not its own any more. */
  renounce(): void
}

export interface HeartbeatOptions {
  readonly registry: Pick<SupervisorRegistry, 'register' | 'renew' | 'remove'>
  readonly clock: Pick<Clock, 'now'>
  readonly newId: () => string
  readonly spec: Omit<SupervisorSpec, 'supervisorId' | 'startedAt'>
  readonly supervisor: Beating
}

/**
 * Keeps a supervisor's lease.
 *
 *   nobody ──registered──▶ alive ──renewed, again and again──▶ alive
 *     ▲                      └──a renewal finds it dead or gone──▶ its workers are killed, its runs forgotten ─┐
 *     └────────────────────────────────────────────────────────────────────────────────────────────────────────┘
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  #supervisorId: string | undefined
  #isAlive = false
  #beatAt = Number.NEGATIVE_INFINITY
  #beating: Promise<void> | undefined

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  /** Renews the lease, and begins anew where it was lost. A call during another shares its answer. @throws the storage's error */
  beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined
    })
    return this.#beating
  }

  /** It is not alive yet, or may have been paused. */
  get isLate(): boolean {
    const { clock, spec } = this.#options
    const sinceMs = clock.now() - this.#beatAt
    return !this.#isAlive || sinceMs < 0 || sinceMs > spec.leaseMs / 2
  }

  /** Call before doing anything that only a living supervisor may do: one that was paused finds out first whether it was replaced. */
  async beatIfLate(): Promise<void> {
    if (this.isLate) await this.beat()
  }

  /** It is gone on purpose: what it has left in progress may be taken over at once. */
  async end(): Promise<void> {
    await this.#beating?.catch(() => undefined)
    if (this.#supervisorId !== undefined) await this.#options.registry.remove(this.#supervisorId)
  }

  async #beat(): Promise<void> {
    const { registry, clock, supervisor } = this.#options
    const at = clock.now()
    if (this.#isAlive && this.#supervisorId !== undefined && !(await registry.renew(this.#supervisorId))) {
      this.#isAlive = false
      supervisor.renounce()
      this.#supervisorId = undefined
    }
    if (!this.#isAlive) await this.#register()
    this.#beatAt = at
  }

  /** An answer can be lost after the commit: the same id is registered again until that is known. */
  async #register(): Promise<void> {
    const { registry, clock, newId, spec, supervisor } = this.#options
    this.#supervisorId ??= newId()
    const supervisorId = this.#supervisorId
    await registry.register({ ...spec, supervisorId, startedAt: clock.now() })
    this.#isAlive = true
    supervisor.begin(supervisorId)
  }
}
