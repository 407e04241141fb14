export type InvariantNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** What holds in every world, after every durable write. */
export const INVARIANTS: Readonly<Record<InvariantNumber, string>> = {
  1: 'A final status never changes.',
  2: 'A run is retried automatically once at most, exactly as its policy says, and never after a person canceled it.',
  3: 'A step with a durable success is never executed again in the same run, and every body runs once, after its start is durable.',
  4: 'A fenced writer writes nothing.',
  5: 'Every run that is not over has an owner or is picked up in time, and ends.',
  6: 'The log of a run has no gaps and one order, and folding it gives exactly what is stored.',
  7: 'Limits are never exceeded, and a run that is over holds nothing.',
  8: 'The attempts of a step never exceed 1 + maxRetries of its policy, or of the last RetryRequested in its log.',
  9: 'An output is what its step makes of its inputs, whichever run has made it.',
  10: 'No promise is left alone: a rejection that nobody waits for ends its process.',
}

/** What a seed has found. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: InvariantNumber

  constructor(invariant: InvariantNumber, message: string) {
    super(message)
    this.invariant = invariant
  }
}

export function violated(invariant: InvariantNumber, message: string): never {
  throw new Violation(invariant, message)
}
