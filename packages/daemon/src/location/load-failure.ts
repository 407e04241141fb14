import type { SerializedError } from '@pawl/core/plugin'

export const loadTimeout = (loadMs: number): SerializedError => ({
  name: 'LoadTimeout',
  message: `Its code did not finish importing within ${loadMs / 1_000} s: is there an endless loop, or a wait, at the top of a module?`,
})

/** `how` says how the process ended. */
export const endedAtImport = (how: string): SerializedError => ({
  name: 'ProcessEnded',
  message: `Its code ended the process while it was being imported (${how}).`,
})
