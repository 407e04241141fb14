import { type AttemptPlace, type AttemptServices, FrameworkError } from '@pawl/core/plugin'
import type { RunOutput } from '../home/captured-output.ts'
import { attemptScope } from './attempt-scope.ts'

export type AttemptHooks = Pick<AttemptServices, 'storeAttachment' | 'within' | 'spillLog' | 'turn'>

/** What this process does around the attempts of a run: charge output and late errors to them, and keep their large metadata. */
export function attemptHooks(options: {
  readonly runId: string
  readonly captured: RunOutput
  readonly storeAttachment: AttemptHooks['storeAttachment']
  /** Resolves when this process's timers and sockets have had their turn. */
  readonly turn: () => Promise<void>
  /** Told of a late error after the attempt's own end. */
  readonly onLateError: (place: AttemptPlace, error: unknown) => void
}): AttemptHooks {
  const { runId, captured, storeAttachment, turn, onLateError } = options
  return {
    turn,
    storeAttachment,
    spillLog: ({ stepKey, attempt }, line) => captured.write({ runId, stepKey, attempt, stream: 'stderr' }, `${line}\n`),
    async within(place, body) {
      const late = Promise.withResolvers<never>()
      late.promise.catch(() => undefined)
      let isOver = false
      const fail = (error: unknown): void => {
        if (isOver) onLateError(place, error)
        else late.reject(toError(error, place))
      }
      try {
        return await attemptScope.run({ runId, ...place, fail }, () => Promise.race([body(), late.promise]))
      } finally {
        isOver = true
        captured.endAttempt({ runId, ...place })
      }
    },
  }
}

const toError = (error: unknown, { stepKey }: AttemptPlace): unknown =>
  error instanceof Error
    ? error
    : new FrameworkError('UNHANDLED_REJECTION', {
        message: `A promise that "${stepKey}" left alone was rejected with ${String(error)}.`,
      })
