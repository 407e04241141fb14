import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CapturedLogKey, capturedLogIndexPath, capturedLogPath, type LogStream } from './captured-log-files.ts'

/** Of files that stay open between two writes; more of them would use up what the op may open. */
const MOST_OPEN = 64

interface Capture {
  readonly key: CapturedLogKey
  readonly path: string
  /** Undefined while it is closed: every write then opens it anew. */
  descriptor: number | undefined
  /** Its attempt is on: more is likely to come. */
  isOn: boolean
}

/**
 * Appends what runs print to one file for each attempt and stream. Every write reaches the file at once: the last words of a process that
 * is about to be killed are the ones that are wanted most.
 */
export class CapturedOutput {
  readonly #directory: string
  /** By run, for those that have begun here and not ended; then by attempt and stream. */
  readonly #runs: Map<string, Map<string, Capture>> = new Map()
  #openCount = 0

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Twice is once: a run can be given to a second worker. */
  begin(runId: string): void {
    if (!this.#runs.has(runId)) this.#runs.set(runId, new Map())
  }

  /** Also for runs and attempts that are over. Never throws: a disk that is full loses output, not the step that printed it. */
  write(key: CapturedLogKey, chunk: Uint8Array | string): void {
    const capture = this.#captureOf(key)
    try {
      if (capture.isOn && this.#openCount < MOST_OPEN) this.#open(capture)
      appendFileSync(capture.descriptor ?? capture.path, chunk)
    } catch {}
  }

  /** Streams that an attempt has written to since its run began here. */
  streamsOf({ runId, stepKey, attempt }: Omit<CapturedLogKey, 'stream'>): readonly LogStream[] {
    const captures = this.#runs.get(runId)
    if (captures === undefined || captures.size === 0) return []
    return (['stdout', 'stderr'] as const).filter((stream) => captures.has(keyText({ runId, stepKey, attempt, stream })))
  }

  endAttempt(place: Omit<CapturedLogKey, 'stream'>): void {
    for (const stream of this.streamsOf(place)) {
      const capture = this.#runs.get(place.runId)?.get(keyText({ ...place, stream }))
      if (capture !== undefined) this.#close(capture)
    }
  }

  /** Forgets a run that is over. */
  end(runId: string): void {
    for (const capture of this.#runs.get(runId)?.values() ?? []) this.#close(capture)
    this.#runs.delete(runId)
  }

  #captureOf(key: CapturedLogKey): Capture {
    const captures = this.#runs.get(key.runId)
    const text = keyText(key)
    const known = captures?.get(text)
    if (known !== undefined) return known
    const path = capturedLogPath(this.#directory, key)
    const capture: Capture = { key, path, descriptor: undefined, isOn: captures !== undefined }
    captures?.set(text, capture)
    try {
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(capturedLogIndexPath(this.#directory, key.runId), `${JSON.stringify(key)}\n`)
    } catch {
      // As in `write`: what cannot be kept is lost, and nothing else.
    }
    return capture
  }

  #open(capture: Capture): void {
    if (capture.descriptor !== undefined) return
    capture.descriptor = openSync(capture.path, 'a')
    this.#openCount++
  }

  #close(capture: Capture): void {
    capture.isOn = false
    if (capture.descriptor === undefined) return
    closeSync(capture.descriptor)
    capture.descriptor = undefined
    this.#openCount--
  }
}

/** What keeps the output of runs, as those who charge it to them see it. */
export type RunOutput = Pick<CapturedOutput, 'begin' | 'write' | 'streamsOf' | 'endAttempt' | 'end'>

const keyText = ({ stepKey, attempt, stream }: CapturedLogKey): string => [stepKey ?? '', attempt ?? '', stream].join('\n')
