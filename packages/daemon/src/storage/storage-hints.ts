import { type RunHints, runHints } from '@pawl/core/plugin'
import type { ProjectStorage } from './open-storage.ts'

/** Hints of this process, and those of others where the storage tells of them: it is listened to while anybody listens here. */
export function storageHints(storage: ProjectStorage): RunHints {
  const hints = runHints()
  if (!('hints' in storage)) return hints
  let listening = 0
  let stopHearing = (): void => {}
  const stopped = (): void => {
    listening--
    if (listening === 0) stopHearing()
  }
  return {
    notify: hints.notify,
    listen(runId, listener) {
      const stopListening = hints.listen(runId, listener)
      listening++
      if (listening === 1) stopHearing = storage.hints.listen((changed, what) => hints.notify(changed, what))
      let stop = (): void => {
        stop = () => {}
        stopListening()
        stopped()
      }
      return () => stop()
    },
  }
}
