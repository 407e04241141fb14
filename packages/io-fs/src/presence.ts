import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { InputContext, OutputPresence } from '@pawl/core/plugin'
import { isMissing } from './directories.ts'

/** So many looks take about a millisecond; then others get their turn. */
const LOOKS_IN_A_ROW = 256

function presence({ location, sizeBytes }: InputContext['upstream']['stored']): OutputPresence {
  try {
    const found = statSync(location, { throwIfNoEntry: false })
    if (found === undefined) return 'missing'
    return found.isFile() && (sizeBytes === undefined || found.size === sizeBytes) ? 'present' : 'changed'
  } catch (error) {
    if (isMissing(error)) return 'missing'
    throw error
  }
}

/** Looks at the sizes only; what is altered at the same size is found when it is loaded. */
export async function presences(contexts: readonly InputContext[]): Promise<readonly OutputPresence[]> {
  const answers: OutputPresence[] = []
  for (const { upstream, signal } of contexts) {
    if (answers.length % LOOKS_IN_A_ROW === LOOKS_IN_A_ROW - 1) await setImmediate()
    signal.throwIfAborted()
    answers.push(presence(upstream.stored))
  }
  return answers
}
