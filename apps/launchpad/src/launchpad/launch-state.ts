/**
 * idle ──pressed──▶ sending ──launched──▶ idle
 *                     │  └──refused by the server──▶ idle (its problems are shown where they belong)
 *                     └──no answer──▶ unanswered ──pressed──▶ sending with the same key
 *                                        └──anything edited──▶ idle
 * A press gets a key; asking again for the same press repeats the key, so that an answer lost on its way cannot launch twice.
 */
export type LaunchState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly key: string }
  | { readonly kind: 'unanswered'; readonly key: string; readonly message: string }

export type LaunchEvent =
  | { readonly kind: 'pressed'; readonly newKey: string }
  | { readonly kind: 'answered' }
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'edited' }

export const IDLE: LaunchState = { kind: 'idle' }

export function launchAfter(state: LaunchState, event: LaunchEvent): LaunchState {
  switch (event.kind) {
    case 'pressed':
      if (state.kind === 'sending') return state
      return { kind: 'sending', key: state.kind === 'unanswered' ? state.key : event.newKey }
    case 'answered':
      return IDLE
    case 'lost':
      return state.kind === 'sending' ? { kind: 'unanswered', key: state.key, message: event.message } : state
    case 'edited':
      // Another request: with the old key the server would rightly refuse it.
      return state.kind === 'unanswered' ? IDLE : state
  }
}

/** Everything the launch button depends on. */
export interface LaunchReadiness {
  readonly launch: LaunchState
  readonly validation: 'unknown' | 'checking' | 'valid' | 'invalid'
  readonly problemCount: number
  readonly selectionProblem: string | undefined
  readonly tagProblem: string | undefined
  readonly jobProblem: string | undefined
}

/** Why the button does nothing, in words; undefined where it launches. A check in progress does not hold anyone up: the server checks again. */
export function whyNotLaunchable(readiness: LaunchReadiness): string | undefined {
  if (readiness.launch.kind === 'sending') return 'The launch is on its way.'
  if (readiness.jobProblem) return readiness.jobProblem
  if (readiness.selectionProblem) return `The op selection is not valid: ${readiness.selectionProblem}`
  if (readiness.tagProblem) return readiness.tagProblem
  if (readiness.validation !== 'invalid') return undefined
  return readiness.problemCount === 1 ? 'The config has a problem.' : `The config has ${readiness.problemCount} problems.`
}

/** `crypto.randomUUID` exists only over HTTPS and on localhost, the launchpad may be opened by a machine's name. */
export function newKey(random: Crypto): string {
  const bytes = random.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
