/** Something that will happen, unless it is taken back. */
export interface Appointment {
  cancel(): void
}

interface Entry {
  readonly at: number
  /** Two at the same time happen in the order in which they were made. */
  readonly order: number
  /** Undefined once it was taken back. */
  happen: (() => void) | undefined
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/**
 * Virtual time: what happens next is what was made for the earliest moment. Between two happenings everything runs that promises have
 * made ready, and nothing else exists that could run; so the order of all things is the order in here, and a seed replays exactly.
 */
export class Timeline {
  /** A binary heap. */
  readonly #entries: Entry[] = []
  #now: number
  #count = 0

  constructor(startAt: number) {
    this.#now = startAt
  }

  /** Milliseconds, with fractions. */
  get now(): number {
    return this.#now
  }

  /** How many things have happened or are to happen. */
  get count(): number {
    return this.#count
  }

  after(ms: number, happen: () => void): Appointment {
    const entry: Entry = { at: this.#now + Math.max(0, ms), order: this.#count++, happen }
    this.#push(entry)
    return {
      cancel() {
        entry.happen = undefined
      },
    }
  }

  /** Lets things happen until `isOver` says so, asked after each of them, or until nothing is to come. Rejects with what one of them throws. */
  run(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (): void => {
        try {
          const entry = isOver() ? undefined : this.#next()
          if (entry === undefined) resolve()
          else {
            this.#now = entry.at
            entry.happen?.()
            drained(next)
          }
        } catch (error) {
          reject(error)
        }
      }
      drained(next)
    })
  }

  #next(): Entry | undefined {
    for (;;) {
      const entry = this.#pop()
      if (entry === undefined || entry.happen !== undefined) return entry
    }
  }

  #push(entry: Entry): void {
    const heap = this.#entries
    let index = heap.length
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above] as Entry
      if (!isBefore(entry, parent)) break
      heap[index] = parent
      index = above
    }
    heap[index] = entry
  }

  #pop(): Entry | undefined {
    const heap = this.#entries
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry, heap[below] as Entry)) below++
      const child = heap[below] as Entry
      if (!isBefore(child, last)) break
      heap[index] = child
      index = below
    }
    heap[index] = last
    return first
  }
}

/**
 * Calls back when no promise has anything left to run. Node runs microtasks until there are none before it goes on with what
 * `process.nextTick` was given, and a tick that is asked for by a microtask comes after all of them. It never waits for the event loop,
 * whose turns would cost more than most of what happens in between.
 */
const drained = (then: () => void): void => queueMicrotask(() => process.nextTick(then))
