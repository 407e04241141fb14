import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CapturedLogKey, capturedLogIndexPath, capturedLogPath, type LogStream } from '../home/captured-log-files.ts'

/** Bytes that wait for the next write; a step that prints more is written at once. */
const FLUSH_BYTES = 64 * 1024
const FLUSH_MS = 50

interface Capture {
  readonly path: string
  pending: Buffer[]
  bytes: number
}

/** Appends what attempts print to one file for each attempt and stream, in few writes. */
export class CapturedOutput {
  readonly #directory: string
  readonly #captures: Map<string, Capture> = new Map()
  readonly #dirty: Set<Capture> = new Set()
  #timer: NodeJS.Timeout | undefined

  constructor(directory: string) {
    this.#directory = directory
  }

  write(key: CapturedLogKey, chunk: Uint8Array | string): void {
    const capture = this.#captureOf(key)
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk)
    capture.pending.push(bytes)
    capture.bytes += bytes.length
    this.#dirty.add(capture)
    if (capture.bytes >= FLUSH_BYTES) this.#flushOne(capture)
    // Unreferenced: lines that wait for their write are flushed when the attempt ends, and must not look like work of the op.
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref()
  }

  /** Streams that an attempt has written to so far. */
  streamsOf(place: Omit<CapturedLogKey, 'stream'>): readonly LogStream[] {
    return (['stdout', 'stderr'] as const).filter((stream) => this.#captures.has(keyText({ ...place, stream })))
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const capture of this.#dirty) this.#flushOne(capture)
  }

  /** Forgets the attempts of a run that is over; what still comes from them opens their files anew. */
  release(runId: string): void {
    this.flush()
    for (const key of this.#captures.keys()) if (key.startsWith(`${runId}\n`)) this.#captures.delete(key)
  }

  #captureOf(key: CapturedLogKey): Capture {
    const text = keyText(key)
    const known = this.#captures.get(text)
    if (known !== undefined) return known
    const capture: Capture = { path: capturedLogPath(this.#directory, key), pending: [], bytes: 0 }
    this.#captures.set(text, capture)
    append(capturedLogIndexPath(this.#directory, key.runId), `${JSON.stringify(key)}\n`)
    return capture
  }

  #flushOne(capture: Capture): void {
    const bytes = Buffer.concat(capture.pending)
    capture.pending = []
    capture.bytes = 0
    this.#dirty.delete(capture)
    append(capture.path, bytes)
  }
}

/** A disk that is full loses output, never the step that printed it. */
function append(path: string, content: Uint8Array | string): void {
  try {
    appendFileSync(path, content)
  } catch {
    // The first write to a folder does not find it.
    try {
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(path, content)
    } catch {}
  }
}

const keyText = ({ runId, stepKey, attempt, stream }: CapturedLogKey): string =>
  [runId, stepKey ?? '', attempt ?? '', stream].join('\n')
