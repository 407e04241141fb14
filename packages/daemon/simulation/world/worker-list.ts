import type { SimulatedProcess } from '../engine/simulated-process.ts'

interface WorkerEntry {
  readonly process: SimulatedProcess
  readonly daemon: SimulatedProcess
  /** Of the supervisor that has started it. */
  readonly supervisorId: string | null
  readonly hostId: string
}

/** The worker processes that live in a world, as its machines list them. */
export class WorkerList {
  readonly #entries: Set<WorkerEntry> = new Set()

  add(entry: WorkerEntry): void {
    this.#entries.add(entry)
    entry.process.onDeath(() => this.#entries.delete(entry))
  }

  on(hostId: string): readonly WorkerEntry[] {
    return [...this.#entries].filter((entry) => entry.hostId === hostId)
  }

  of(daemon: SimulatedProcess): readonly WorkerEntry[] {
    return [...this.#entries].filter((entry) => entry.daemon === daemon)
  }
}
