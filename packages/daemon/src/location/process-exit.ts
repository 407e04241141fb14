import type { OutputChunk } from './process-output.ts'

/** How a location process ended: by itself with a code, by a signal, or before it could start. */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The system's code for why it could not be started. */
  readonly neverStarted?: string
  /** What its stdout and stderr got that had not been read before. */
  readonly lastOutput: readonly OutputChunk[]
}

/** Nobody is told by a signal why it came; these are the usual reasons. */
const USUAL_REASONS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed from outside, as the system does when memory runs out',
  SIGABRT: 'aborted, as Node does when its heap is full: see its stderr, and --max-old-space-size in NODE_OPTIONS',
  SIGSEGV: 'a crash in native code',
  SIGBUS: 'a crash in native code',
}

/** In words, to stand in parentheses. */
export function describeExit({ code, signal, neverStarted }: Omit<ProcessExit, 'lastOutput'>): string {
  if (neverStarted !== undefined) return `it could not be started: ${neverStarted}`
  if (signal === null) return `exit code ${code}`
  const reason = USUAL_REASONS[signal]
  return reason === undefined ? `signal ${signal}` : `signal ${signal}: ${reason}`
}
